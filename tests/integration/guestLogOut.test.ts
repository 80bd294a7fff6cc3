import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { logOutPort } from '../../relay/logOut/portLogOut.ts';
import type { LogOutOutcome } from '../../shared/contracts/logOut.ts';
import { startTestGuest, type TestGuest } from '../support/guest.ts';
import { type GuestConsole, openGuestConsole, shellPrompt } from '../support/guestConsole.ts';
import { silentLog } from '../support/silentLog.ts';

const { qemu } = guestsAvailable();

// Whatever the one before left in the foreground, the next one at the line finds a login prompt, or is told not to.
describe.skipIf(!qemu)('a real guest whose operator goes', () => {
  let guest: TestGuest;
  let console: GuestConsole;
  const reports: LogOutOutcome[] = [];
  const leave = async (): Promise<LogOutOutcome | undefined> => {
    const report = async (_sessionId: string, outcome: LogOutOutcome): Promise<void> =>
      void reports.push(outcome);
    await logOutPort({ report, log: silentLog }, console.pump, 's1');
    return reports.at(-1);
  };

  beforeAll(async () => {
    guest = await startTestGuest();
    console = await openGuestConsole(guest.directory);
    console.pump.logOut = 'Linux';
    await console.logIn();
  });
  afterAll(async () => {
    await console?.[Symbol.asyncDispose]();
    await guest?.[Symbol.asyncDispose]();
  });

  test.each([
    ['a shell at its prompt', ''],
    ['an unfinished line', 'echo half'],
    ['an unfinished quotation', 'echo "half\r'],
    ['a command that runs on', 'sleep 1000\r'],
    ['a reader of its input', 'cat\rwords'],
    ['a shell in a shell', 'sh\rsh\r'],
    ['an editor with unsaved text', 'vi /tmp/note\riunsaved'],
  ])('%s: the login prompt is back', async (_what, keys) => {
    if (console.text().endsWith('login: ')) await console.logIn();
    await console.type(keys);
    await new Promise((resolve) => void setTimeout(resolve, 500));

    expect(await leave()).toBe('LoggedOut');

    expect(console.text()).toMatch(/login: $/);
    expect(console.notices.slice(-2)).toEqual([
      { kind: 'logOut', outcome: 'Started' },
      { kind: 'logOut', outcome: 'LoggedOut' },
    ]);
  });

  test('a login prompt is left as it is, and keys pressed meanwhile come after it', async () => {
    const before = console.text();

    const left = leave();
    await console.type('x');

    expect(await left).toBe('LoggedOut');
    await console.sees(/x$/);
    expect(console.text()).toBe(`${before}x`);
  });

  test('a program that nothing ends is told as what it is: no login prompt was seen', async () => {
    expect(await leave()).toBe('LoggedOut'); // From an unfinished user name.
    await console.logIn();
    await console.enter(`sh -c 'trap "" INT QUIT; while :; do read -r line; done'`, /done'\r\n/);

    expect(await leave()).toBe('NotSeen');

    expect(console.notices.at(-1)).toEqual({ kind: 'logOut', outcome: 'NotSeen' });
    expect(console.text()).not.toMatch(shellPrompt);
  }, 120_000);
});
