import { expect, test } from 'vitest';
import { filterRecordings, type RecordingFilter } from '../../../../portal/replay/filterRecordings.ts';
import type { RecordingResource } from '../../../../shared/contracts/recording.ts';

const compute = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute';
const recording = (
  name: string,
  properties: Partial<RecordingResource['properties']>,
): RecordingResource => ({
  id: name,
  name,
  type: 'Microsoft.Network/bastionHosts/recordings',
  properties: { startTime: new Date(2026, 10, 20, 12).toISOString(), isLive: false, ...properties },
});
const all = [
  recording('alice', {
    userName: 'Alice',
    userEmail: 'alice@contoso.example',
    targetResourceId: `${compute}/virtualMachines/vm-web-01`,
  }),
  recording('bob', {
    userName: 'Bob',
    userEmail: 'bob@contoso.example',
    targetResourceId: `${compute}/virtualMachineScaleSets/vmss-app/virtualMachines/1`,
    startTime: new Date(2026, 10, 21, 0).toISOString(),
  }),
  recording('forgotten', { startTime: new Date(2026, 10, 19, 23, 59).toISOString() }),
];

test.each<[Partial<RecordingFilter>, string[]]>([
  [{}, ['alice', 'bob', 'forgotten']],
  [{ user: ' ALICE@ ' }, ['alice']],
  [{ user: 'bob' }, ['bob']],
  [{ vm: 'vm-web' }, ['alice']],
  [{ vm: 'vmss-app_1' }, ['bob']],
  [{ from: '2026-11-20' }, ['alice', 'bob']],
  [{ to: '2026-11-20' }, ['alice', 'forgotten']],
  [{ from: '2026-11-20', to: '2026-11-20' }, ['alice']],
  [{ user: 'alice', vm: 'vmss' }, []],
])('%j leaves %j', (filter, expected) => {
  const found = filterRecordings(all, { user: '', vm: '', from: '', to: '', ...filter });

  expect(found.map(({ name }) => name)).toEqual(expected);
});
