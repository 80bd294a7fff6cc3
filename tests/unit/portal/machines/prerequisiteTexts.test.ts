import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeLanguage, startI18n, t } from '../../../../portal/i18n/i18n.ts';
import { languages } from '../../../../portal/i18n/languages.ts';
import english from '../../../../portal/locales/en/prerequisites.json';
import { prerequisiteTexts } from '../../../../portal/machines/prerequisiteTexts.ts';
import type { Prerequisite } from '../../../../shared/contracts/prerequisites.ts';
import type { Target } from '../../../../shared/fleet/fleet.ts';
import { subscription } from '../../../../shared/fleet/subscription.ts';
import type { ConsoleFacts } from '../../../../shared/prerequisites/consoleFacts.ts';
import { consolePrerequisites } from '../../../../shared/prerequisites/consolePrerequisites.ts';
import { resourceGroup } from '../../../support/accessFacts.ts';
import { anAccount, consoleFacts } from '../../../support/consoleFacts.ts';
import { aTarget } from '../../../support/sessionFacts.ts';

beforeAll(() => startI18n('en'));
afterAll(() => changeLanguage('en'));

const machine = (over: Partial<Target>) => ({ target: aTarget({ passwordUser: 'present', ...over }) });
const diagnostics = (over: object) => machine({ bootDiagnostics: { ...aTarget().bootDiagnostics, ...over } });
const account = (over: object) => ({ account: anAccount(over) });
const caller = (over: object) => ({ caller: { ...consoleFacts().caller, ...over } });
const instance = (scaleSet: Target['scaleSet']) =>
  machine({
    resourceId: `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/7`,
    scaleSet,
  });
const elsewhere =
  '/subscriptions/other/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stother';

/** Every way in which something may be wrong. */
const wrong: readonly Partial<ConsoleFacts>[] = [
  caller({ mayConnect: false }),
  caller({ mayUseStorage: false }),
  caller({ mayUseStorage: false, mayReadStorage: false }),
  machine({ deploymentModel: 'Classic' }),
  machine({ provisioningState: 'Creating' }),
  machine({ lock: 'ReadOnly' }),
  machine({ passwordUser: 'absent' }),
  machine({ passwordUser: 'unknown' }),
  diagnostics({ enabled: false }),
  diagnostics({ storageUri: 'http://sthubdiag.blob.core.windows.net/' }),
  instance({ latestModelApplied: true, modelBootDiagnostics: false }),
  instance({ latestModelApplied: false, modelBootDiagnostics: true }),
  { ruleSet: '2020', ...diagnostics({ storage: 'managed' }) },
  { ruleSet: '2020', ...account({ firewall: { defaultAction: 'Deny' } }) },
  { account: undefined },
  { account: undefined, ...diagnostics({ storageAccountId: elsewhere }) },
  account({ location: 'northeurope' }),
  account({ sku: 'Premium_LRS' }),
  account({ hierarchicalNamespace: true }),
  account({ firewall: { defaultAction: 'Deny' } }),
  account({ allowSharedKeyAccess: false }),
  account({ lock: 'ReadOnly' }),
  account({ minimumTlsVersion: 'TLS1_0' }),
  { availability: 'Unavailable' },
  { subscription: subscription.parse({ ...consoleFacts().subscription, state: 'Disabled' }) },
  { switchedOff: { subscription: true, port: true } },
  { isRelayAlive: false },
  { power: 'deallocated' },
  { power: 'stopped' },
  { power: undefined },
];

const rows = wrong.flatMap((over) =>
  consolePrerequisites(consoleFacts(over)).filter(({ state }) => state !== 'pass'),
);
const problemOf = ({ problem, id }: Prerequisite): string => problem ?? id;

test('everything that has words is something that may be wrong', () => {
  const problems = [...new Set(rows.map(problemOf))];

  expect(problems.toSorted()).toEqual(Object.keys(english.messages).toSorted());
});

test.each(rows.map((row) => [problemOf(row), row.id, row] as const))(
  '%s of %s is told as the control plane tells it',
  (_problem, _id, row) => {
    const { message, fix } = row;

    expect(prerequisiteTexts(t, row)).toEqual({ message, fix: fix?.text, isForeign: false });
  },
);

test.each(Object.keys(languages) as (keyof typeof languages)[])(
  '%s: the words name what the control plane names',
  async (language) => {
    await changeLanguage(language);

    for (const row of rows) {
      const { message = '', fix = '', isForeign } = prerequisiteTexts(t, row);
      expect({ problem: problemOf(row), isForeign }).toEqual({ problem: problemOf(row), isForeign: false });
      for (const value of Object.values(row.values ?? {})) expect(message + fix).toContain(value);
    }
    await changeLanguage('en');
  },
);

test.each([
  ['of a later version', { id: 'moon', problem: 'full' }],
  ['that comes without its names', { id: 'running', problem: 'stopped' }],
  ['that is called as an object’s own member', { id: 'constructor' }],
])('a problem %s is told in the words of the control plane', (_what, row) => {
  const said = { message: 'The moon is full.', fix: { text: 'Wait.' } };

  expect(prerequisiteTexts(t, { ...row, ...said })).toEqual({
    message: 'The moon is full.',
    fix: 'Wait.',
    isForeign: true,
  });
});

test('what holds is told as it is told', () => {
  const row = { id: 'machineRole', message: 'Managed storage needs no role.' };

  expect(prerequisiteTexts(t, row)).toMatchObject({ message: row.message, isForeign: true });
});
