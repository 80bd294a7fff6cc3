import { describe, expect, test } from 'vitest';
import { decideAccess } from '../../../../shared/access/decideAccess.ts';
import { type AccessCase, checkOf, factsOf } from './cases/accessCase.ts';
import { conditionCases } from './cases/conditionCases.ts';
import { denyCases } from './cases/denyCases.ts';
import { patternCases } from './cases/patternCases.ts';
import { dataCases, roleCases } from './cases/roleCases.ts';
import { principalCases, scopeCases, sumCases } from './cases/scopeCases.ts';

// What Azure answers, case by case: the expected answer is also its reason.

const tables: Readonly<Record<string, readonly AccessCase[]>> = {
  'patterns of actions': patternCases,
  "Azure's own roles": roleCases,
  'data actions': dataCases,
  scopes: scopeCases,
  principals: principalCases,
  'several roles and entries': sumCases,
  'deny assignments': denyCases,
  conditions: conditionCases,
};

describe.each(Object.entries(tables))('%s', (_name, cases) => {
  test.each(cases.map((one) => [one[0], one[2], one[3], one] as const))(
    '%s, asked %o: %s',
    (_about, asked, expected, [, given]) => {
      const { allowed, cause } = decideAccess(factsOf(given), checkOf(asked));

      expect({ allowed, cause }).toEqual({ allowed: expected === 'RoleAssignment', cause: expected });
    },
  );
});

test('there are at least four hundred cases', () => {
  expect(Object.values(tables).flat().length).toBeGreaterThanOrEqual(400);
});
