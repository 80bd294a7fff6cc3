import { expect, test } from 'vitest';
import { parsePath, paths } from '../../../portal/router.ts';

const vmId = '/subscriptions/s-1/resourceGroups/rg-hub/providers/Microsoft.Compute/virtualMachines/vm-web-01';

test('every address of the portal is read back as the page it was made for', () => {
  expect(parsePath('/')).toEqual({ page: 'sessions', bastionId: undefined });
  expect(parsePath(paths.sessions())).toEqual({ page: 'sessions', bastionId: undefined });
  expect(parsePath(paths.sessions(vmId))).toEqual({ page: 'sessions', bastionId: vmId });
  expect(parsePath(paths.virtualMachines())).toEqual({ page: 'virtualMachines' });
  expect(parsePath(paths.serialConsole(vmId))).toEqual({ page: 'serialConsole', vmId });
  expect(parsePath(paths.prerequisites(vmId))).toEqual({ page: 'prerequisites', vmId });
  expect(parsePath(paths.machine(vmId))).toEqual({ page: 'machine', vmId });
  expect(parsePath(paths.scaleSet(vmId))).toEqual({ page: 'scaleSet', setId: vmId });
  expect(parsePath(paths.ssh(vmId))).toEqual({ page: 'ssh', vmId });
  expect(parsePath(paths.bootDiagnostics(vmId))).toEqual({ page: 'bootDiagnostics', vmId });
  expect(parsePath(paths.access())).toEqual({ page: 'access', scope: undefined });
  expect(parsePath(paths.access(vmId))).toEqual({ page: 'access', scope: vmId });
  expect(parsePath(paths.activity())).toEqual({ page: 'activity' });
  expect(parsePath(paths.recordings())).toEqual({ page: 'recordings' });
  const recordingId = `${vmId}/recordings/0h2-a`;
  expect(parsePath(paths.recording(recordingId))).toEqual({ page: 'recording', recordingId });
});

test.each([
  '/nothing',
  '/serial-console',
  '/serial-console/etc/passwd',
  '/serial-console//evil.example/subscriptions/s',
  '/serial-console/subscriptions/s/../../t',
  '/serial-console/subscriptions/%2e%2e/x',
  '/serial-console/subscriptions/s?x=1',
  '/prerequisites',
  '/recordings/',
  '/recordings/../sessions',
  '/recordings/a/b',
  '/constructor/subscriptions/s',
  '/prerequisites/subscriptions/s/../../t',
])('%s is nobody’s address', (path) => {
  expect(parsePath(path)).toEqual({ page: 'notFound' });
});

test('a list may be of one machine, whatever its name has in it', () => {
  expect(paths.virtualMachines('vmss-app_')).toBe('/virtual-machines?filter=vmss-app_');
  expect(paths.activity('vm web&1')).toBe('/activity?vm=vm+web%261');
  expect(paths.recordings('vm-web-01')).toBe('/recordings?vm=vm-web-01');
  expect([paths.virtualMachines(), paths.activity(), paths.recordings()]).toEqual([
    '/virtual-machines',
    '/activity',
    '/recordings',
  ]);
});
