import { expect, test } from 'vitest';
import { z } from 'zod';
import { readBody, readQuery, requireApiVersion, requireShortUrl } from '../../../../functions/http/parse.ts';
import { connectRequest, disconnectSessionsRequest } from '../../../../shared/contracts/api.ts';
import { limits } from '../../../../shared/contracts/limits.ts';
import { heartbeatRequest } from '../../../../shared/contracts/relayApi.ts';
import { httpRequest } from '../../../support/httpRequest.ts';

const anything = z.looseObject({});

test.each([undefined, '', '  \r\n'])('no body (%j) is an empty object, as the SDKs post it', async (body) => {
  expect(await readBody(httpRequest({ body }), connectRequest)).toEqual({
    takeOver: false,
    record: false,
  });
});

test.each(['{', 'null', '[]', '"text"', '12', 'true', 'NaN', "{'a':1}", '{"mode":"operator"}}', '\u0000'])(
  'the body %j is an invalid request',
  async (body) => {
    await expect(readBody(httpRequest({ body }), connectRequest)).rejects.toMatchObject({
      code: 'InvalidRequest',
      target: 'body',
    });
  },
);

test.each([
  [{ mode: 'root' }, 'mode'],
  [{ takeOver: 'true' }, 'takeOver'],
  [{ resumeOffset: '5' }, 'resumeOffset'],
  [{ resumeOffset: -1 }, 'resumeOffset'],
  [{ resumeOffset: 1.5 }, 'resumeOffset'],
  [{ resumeOffset: 2 ** 53 }, 'resumeOffset'],
  [{ sessionId: 'x'.repeat(65) }, 'sessionId'],
  [{ language: null }, 'language'],
])('%j names the field that is wrong', async (body, target) => {
  await expect(readBody(httpRequest({ body }), connectRequest)).rejects.toMatchObject({
    code: 'InvalidRequest',
    target,
    details: [{ code: 'InvalidRequest', target }],
  });
});

test('a body that the host has dropped is refused, not taken for the defaults', async () => {
  const request = httpRequest({ headers: { 'transfer-encoding': 'chunked' } });

  await expect(readBody(request, connectRequest)).rejects.toMatchObject({
    code: 'InvalidRequest',
    target: 'body',
  });
});

test('every bad field is a detail with its path, twenty at most', async () => {
  const request = (sessionIds: unknown[]) =>
    readBody(httpRequest({ body: { sessionIds } }), disconnectSessionsRequest);

  await expect(request(['a', 1, 'b', null])).rejects.toMatchObject({
    target: 'sessionIds[1]',
    details: [{ target: 'sessionIds[1]' }, { target: 'sessionIds[3]' }],
  });
  const many = await request(Array.from({ length: 500 }, () => 0)).catch((thrown: unknown) => thrown);
  expect((many as { details: unknown[] }).details).toHaveLength(20);
});

test('A18 more session ids than the limit are refused as a whole', async () => {
  const ids = (length: number) => ({ sessionIds: Array.from({ length }, () => 'x') });

  const atLimit = await readBody(httpRequest({ body: ids(limits.maxSessionIds) }), disconnectSessionsRequest);
  expect(atLimit.sessionIds).toHaveLength(limits.maxSessionIds);
  const over = readBody(httpRequest({ body: ids(limits.maxSessionIds + 1) }), disconnectSessionsRequest);
  await expect(over).rejects.toMatchObject({ code: 'InvalidRequest', target: 'sessionIds' });
});

test('a path into an object within a list is written as in JavaScript', async () => {
  const schema = z.object({ a: z.array(z.object({ b: z.object({ c: z.string() }) })) });
  const body = { a: [{ b: { c: 1 } }] };

  await expect(readBody(httpRequest({ body }), schema)).rejects.toMatchObject({ target: 'a[0].b.c' });
});

test('a body at the limit is read and one byte more is refused, whatever its header says', async () => {
  const bodyOf = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
  const atLimit = bodyOf(limits.maxRequestBodyBytes);

  expect(await readBody(httpRequest({ body: atLimit }), anything)).toHaveProperty('a');
  for (const headers of [{}, { 'content-length': '1' }]) {
    const request = httpRequest({ body: bodyOf(limits.maxRequestBodyBytes + 1), headers });
    await expect(readBody(request, anything)).rejects.toMatchObject({ code: 'RequestTooLarge' });
  }
  const claims = httpRequest({ body: {}, headers: { 'content-length': '1048577' } });
  await expect(readBody(claims, anything)).rejects.toMatchObject({ code: 'RequestTooLarge' });
});

test('the limit counts bytes, not characters', async () => {
  const body = JSON.stringify('切'.repeat(limits.maxRequestBodyBytes / 2));

  await expect(readBody(httpRequest({ body }), anything)).rejects.toMatchObject({ code: 'RequestTooLarge' });
});

test('a body that is nested a hundred thousand deep is an answer, not a crash', async () => {
  const body = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  await expect(readBody(httpRequest({ body }), anything)).rejects.toMatchObject({ code: 'InvalidRequest' });
});

test('query parameters are read by the names of the schema', () => {
  const schema = z.object({ $top: z.coerce.number().int().min(1).max(1000).default(1000) });

  expect(readQuery(httpRequest({ path: '/x?$top=7&other=1' }), schema)).toEqual({ $top: 7 });
  expect(readQuery(httpRequest({ path: '/x?api-version=2025-05-01' }), schema)).toEqual({ $top: 1000 });
  for (const value of ['0', '-1', '1001', 'ten', '1.5', '', 'Infinity']) {
    expect(() => readQuery(httpRequest({ path: `/x?$top=${value}` }), schema)).toThrow(
      expect.objectContaining({ code: 'InvalidRequest', target: '$top' }),
    );
  }
});

test('letter case does not matter in the name of a query parameter', () => {
  const schema = z.object({ $filter: z.string().max(0).optional(), $top: z.coerce.number().optional() });

  expect(readQuery(httpRequest({ path: '/x?$TOP=7' }), schema)).toEqual({ $top: 7 });
  expect(() => readQuery(httpRequest({ path: '/x?$Filter=a' }), schema)).toThrow(
    expect.objectContaining({ code: 'InvalidRequest', target: '$filter' }),
  );
});

test.each(['/x?api-version=2025-05-01', '/x?API-Version=2019-09-01-preview'])('%s has a version', (path) => {
  expect(() => requireApiVersion(httpRequest({ path }))).not.toThrow();
});

test.each([
  ['/x', 'MissingApiVersionParameter'],
  ['/x?api-version=', 'MissingApiVersionParameter'],
  ['/x?api-version=latest', 'InvalidApiVersionParameter'],
  ['/x?api-version=2025-5-1', 'InvalidApiVersionParameter'],
  ['/x?api-version=2025-05-01-beta', 'InvalidApiVersionParameter'],
  ['/x?api-version=2025-05-01%0A', 'InvalidApiVersionParameter'],
])('%s is answered with %s', (path, code) => {
  expect(() => requireApiVersion(httpRequest({ path }))).toThrow(
    expect.objectContaining({ code, status: 400, target: 'api-version' }),
  );
});

test('a relay may report ten thousand sessions that are recorded, and not one more', async () => {
  const report = (count: number) => ({
    connectionId: 'r1',
    ports: Array.from({ length: 1_000 }, () => ({
      portId: 'f'.repeat(24),
      power: 'running',
      endOffset: 2 ** 40,
    })),
    sessions: Array.from({ length: count }, () => ({
      sessionId: 'x'.repeat(39),
      lastActivityTime: '2026-11-01T12:00:00.000Z',
      recording: 'recording',
    })),
  });
  const read = (count: number) =>
    readBody(httpRequest({ body: report(count) }), heartbeatRequest, limits.maxRelayBodyBytes);

  expect((await read(limits.maxRelaySessions)).sessions).toHaveLength(10_000);
  await expect(read(limits.maxRelaySessions + 1)).rejects.toMatchObject({
    code: 'InvalidRequest',
    target: 'sessions',
  });
});

test('A27a a body that nests a hundred thousand levels deep is refused before it is parsed', async () => {
  const bodies = [
    '['.repeat(100_000),
    '{"a":'.repeat(100_000),
    `{"mode":${'['.repeat(33)}${']'.repeat(33)}}`,
  ];

  for (const body of bodies) {
    await expect(readBody(httpRequest({ body }), connectRequest)).rejects.toMatchObject({
      code: 'InvalidRequest',
      target: 'body',
      message: 'A request body nests at most 32 levels deep here.',
    });
  }
});

test('an address is as long as a host in Azure reads it, and no longer', () => {
  const base = httpRequest().url;
  const ofLength = (length: number) =>
    httpRequest({ path: `${base}?${'x'.repeat(length - base.length - 1)}` });

  expect(() => requireShortUrl(ofLength(limits.maxUrlChars))).not.toThrow();
  expect(() => requireShortUrl(ofLength(limits.maxUrlChars + 1))).toThrow(
    expect.objectContaining({ code: 'RequestUriTooLong', status: 414 }),
  );
});
