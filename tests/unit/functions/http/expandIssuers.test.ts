import { describe, expect, test } from 'vitest';
import { expandIssuers, signsFor } from '../../../../functions/http/expandIssuers.ts';

const one = '70000000-0000-4000-8000-000000000001';
const two = '70000000-0000-4000-8000-00000000000a';
const v1 = 'https://sts.windows.net/{tenantid}/';
const v2 = 'https://login.microsoftonline.com/{tenantid}/v2.0';

describe('issuers', () => {
  test('each version and tenant is an issuer of its own, which speaks for that tenant alone', () => {
    const issuers = expandIssuers({ issuers: [v1, v2], tenantIds: [one, two.toUpperCase()] });

    expect([...issuers]).toEqual([
      [`https://sts.windows.net/${one}/`, one],
      [`https://sts.windows.net/${two}/`, two],
      [`https://login.microsoftonline.com/${one}/v2.0`, one],
      [`https://login.microsoftonline.com/${two}/v2.0`, two],
    ]);
  });

  test('an issuer that names no tenant is believed as it stands, of one tenant only', () => {
    expect([...expandIssuers({ issuers: ['http://localhost:7075'], tenantIds: [one] })]).toEqual([
      ['http://localhost:7075', one],
    ]);
    expect(() => expandIssuers({ issuers: [v1, 'http://localhost:7075'], tenantIds: [one, two] })).toThrow();
  });
});

describe('A8b keys that are published for others', () => {
  const tenants = new Set([one]);

  test.each([
    ['names no issuer', undefined, true],
    ['is for every tenant', v2, true],
    ['is for this tenant', v2.replace('{tenantid}', one), true],
    ['is for this tenant, in capitals', v2.replace('{tenantid}', one).toUpperCase(), true],
    ['is for this tenant, of version 1.0', v1.replace('{tenantid}', one), true],
    ['names this tenant within a name', v2.replace('{tenantid}', `x${one}`), false],
    ['is for everybody else', v2.replace('{tenantid}', 'consumers'), false],
    ['is for another tenant', v2.replace('{tenantid}', two), false],
    ['has an issuer that is no text', [v2], false],
  ])('A8b a key that %s counts: %j %s', (_name, issuer, expected) => {
    expect(signsFor(tenants, issuer)).toBe(expected);
  });
});
