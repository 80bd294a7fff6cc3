import { expect, test } from 'vitest';
import { bootLogOf } from '../../../../shared/fleet/bootLog.ts';
import { aTarget } from '../../../support/sessionFacts.ts';

const vmId = 'ABCDEF00-0000-4000-8000-000000000001';

test.each([
  ['vm-web-01', 'vmweb01'],
  ['VM_With_A.Very-Long-Name', 'vmwithave'],
  ['x', 'x'],
])(
  "the boot log of %s is in the container that Azure gives it, whatever the name's letters",
  (name, short) => {
    expect(bootLogOf(aTarget({ name, vmId }))).toEqual({
      account: 'sthubdiag',
      container: `bootdiagnostics-${short}-${vmId.toLowerCase()}`,
      blob: `${name}.${vmId.toLowerCase()}.serialconsole.log`,
    });
  },
);

test('without boot diagnostics there is none', () => {
  const bootDiagnostics = { ...aTarget().bootDiagnostics, enabled: false };

  expect(bootLogOf(aTarget({ bootDiagnostics }))).toBeNull();
});
