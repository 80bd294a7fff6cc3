import { describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { watchLine } from '../../relay/logOut/guestLine.ts';
import { logOutLinux } from '../../relay/logOut/logOutLinux.ts';
import { lookBackBytes } from '../../relay/logOut/portLogOut.ts';
import { grubGuest } from '../support/grubImage.ts';
import { startTestGuest } from '../support/guest.ts';
import { openGuestConsole, shellPrompt } from '../support/guestConsole.ts';

const { qemu } = guestsAvailable();
const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

// The console is there when nothing else is: one serial port, opened once, whatever state the guest is in.
describe.skipIf(!qemu)('a real guest', () => {
  test('without any network it is reached, logged in to and used', async () => {
    await using guest = await startTestGuest({ withoutNetwork: true });
    await using console = await openGuestConsole(guest.directory);

    await console.logIn();
    const links = await console.enter('cat /proc/net/dev; echo END$((1))', /END1\r\n.*\$ /s);

    expect(links).not.toContain('eth0');
    expect(await console.enter('echo $((6*7))', shellPrompt)).toContain('\r\n42\r\n');
  });

  test('a console that is open before the machine has power shows its firmware and its boot from the first byte', async () => {
    await using guest = await startTestGuest({ machineArguments: ['-S', '-M', 'pc,graphics=off'] });
    await using console = await openGuestConsole(guest.directory);
    expect([console.pump.power, console.text()]).toEqual(['stopped', '']);

    await console.pump.control?.powerOn();
    await console.sees(/login: $/);

    expect(console.text()).toMatch(/SeaBIOS[^]*Linux version[^]*login: $/);
    expect(console.notices).toContainEqual({ kind: 'power', power: 'running' });
  });

  test('after a kernel panic the console stays, and a reset brings output on the same line', async () => {
    await using guest = await startTestGuest({ kernelArguments: ['unknown_nmi_panic', 'panic=0'] });
    await using console = await openGuestConsole(guest.directory);
    await console.logIn();

    await console.pump.control?.injectNmi();
    await console.sees(/Kernel panic - not syncing/);
    await console.type('anybody there?\r');
    await pause(500);
    expect(console.pump.power).toBe('running');
    const before = console.text();
    await console.pump.control?.reset();
    await console.sees(/Linux version[^]*login: $/);

    expect(console.text().startsWith(before)).toBe(true);
    expect(console.text().slice(before.length)).not.toContain('anybody');
  });

  test('across a power cycle the same console goes on, and the machine is said to be off in between', async () => {
    await using guest = await startTestGuest();
    await using console = await openGuestConsole(guest.directory);
    await console.sees(/login: $/);

    await console.pump.control?.cutPower();
    await expect.poll(() => console.pump.power, { timeout: 20_000 }).toBe('stopped');
    await expect(console.type('x')).rejects.toMatchObject({ code: 'VirtualMachineNotRunning' });
    await console.pump.control?.powerOn();
    await console.sees(/Linux version[^]*login: $/);

    expect(console.notices.map((notice) => notice.kind === 'power' && notice.power)).toEqual([
      'running',
      'stopped',
      'running',
    ]);
  });

  test('GRUB, hidden until Esc is pressed, shows its menu, has an entry edited and boots it', async () => {
    await using guest = await startTestGuest(await grubGuest());
    await using console = await openGuestConsole(guest.directory);
    await console.sees(/login: $/);

    await console.pump.control?.reset();
    const holding = setInterval(() => void console.type('\x1b'), 200);
    await console.sees(/GNU GRUB[^]*Sallyport guest/).finally(() => clearInterval(holding));
    await pause(1_000);
    await console.type('e');
    await console.sees(/menuentry|linux /);
    // Whoever leaves the port here leaves its menu to the next one, and no machine that boots.
    await pause(1_000);
    using line = watchLine(console.pump, Buffer.from(console.text().slice(-lookBackBytes), 'latin1'), pause);
    expect(await logOutLinux(line)).toBe(false);
    await console.sees(/GNU GRUB[^]*Sallyport guest/);
    await pause(1_000);
    await console.type('e');
    await console.sees(/menuentry|linux /);
    // Down to the line of the kernel, to its end, one more word, and Ctrl-X boots.
    for (const key of ['\x0e', '\x0e', '\x05', ' edited=by-hand', '\x18']) {
      await pause(300);
      await console.type(key);
    }
    await console.sees(/Command line: [^\r]*edited=by-hand[^]*login: $/);
  }, 400_000);
});
