import { expect, test } from 'vitest';
import { logOutPort } from '../../../../relay/logOut/portLogOut.ts';
import { SimulatedGuest } from '../../../../relay/ports/simulated.ts';
import type { LogOutOutcome } from '../../../../shared/contracts/logOut.ts';
import { openConsoleOf } from '../../../support/guestConsole.ts';
import { silentLog } from '../../../support/silentLog.ts';

async function startConsole(personality: 'linux' | 'sac') {
  const guest = new SimulatedGuest({ computerName: 'vm', personality });
  const console = await openConsoleOf(guest.createPort());
  console.pump.logOut = personality === 'sac' ? 'Windows' : 'Linux';
  const reports: [string, LogOutOutcome][] = [];
  const deps = {
    report: async (sessionId: string, outcome: LogOutOutcome) => void reports.push([sessionId, outcome]),
    log: silentLog,
  };
  return { guest, console, reports, leave: () => logOutPort(deps, console.pump, 's1') };
}

test('a shell is left, which everybody at the port and the control plane are told', async () => {
  const { console, reports, leave } = await startConsole('linux');
  await console.sees(/login: $/);
  await console.enter('alice', /assword: $/);
  await console.enter('correct-horse', /\$ $/);

  await leave();

  expect(console.text()).toMatch(/login: $/);
  expect(reports).toEqual([['s1', 'LoggedOut']]);
  expect(console.notices).toEqual([
    { kind: 'logOut', outcome: 'Started' },
    { kind: 'logOut', outcome: 'LoggedOut' },
  ]);
});

test('of a Windows guest every channel that somebody may have logged in to is closed', async () => {
  const { console, reports, leave } = await startConsole('sac');
  await console.enter('cmd', /SAC>$/);
  await console.enter('cmd', /SAC>$/);
  await console.enter('ch -si 1', /Username: $/);

  await leave();
  const list = await console.enter('ch', /SAC>$/);

  expect(reports).toEqual([['s1', 'LoggedOut']]);
  expect(list).toContain('0 (AV)    SAC\r\nSAC>');
});

test('a port that does not ask for it, and one whose machine is off, are left alone', async () => {
  const { guest, console, reports, leave } = await startConsole('linux');
  console.pump.logOut = undefined;
  await leave();
  console.pump.logOut = 'Linux';
  guest.powerOff();
  await leave();

  expect([reports, console.notices.filter(({ kind }) => kind === 'logOut')]).toEqual([[], []]);
});

test('a machine that goes off meanwhile leaves no shell; a report that fails breaks nothing', async () => {
  const { guest, console, reports, leave } = await startConsole('linux');
  await console.sees(/login: $/);
  await console.enter('alice', /assword: $/);
  guest.stopReading();

  const left = leave();
  await new Promise((resolve) => setImmediate(resolve));
  guest.powerOff();
  await left;
  const failing = { report: () => Promise.reject(new Error('offline')), log: silentLog };
  guest.powerOn();
  await logOutPort(failing, console.pump, 's1');

  expect(reports).toEqual([['s1', 'PoweredOff']]);
});
