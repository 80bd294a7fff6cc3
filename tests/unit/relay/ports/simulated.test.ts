import { expect, test } from 'vitest';
import type { SerialPort } from '../../../../relay/ports/serialPort.ts';
import { createEchoPort, SimulatedGuest, type SimulatedOptions } from '../../../../relay/ports/simulated.ts';
import { openForReading, type PortReader } from '../../../support/portReader.ts';

type Bench = {
  guest: SimulatedGuest;
  port: SerialPort;
  reader: PortReader;
  type: (text: string) => Promise<string>;
};

async function start(personality: SimulatedOptions['personality'], end = 0): Promise<Bench> {
  const guest = new SimulatedGuest({ computerName: 'vm-1', personality, paceMs: 0 });
  const port = guest.createPort();
  const reader = await openForReading(port, end);
  if (personality === 'linux') await reader.until('login: ');
  const type = async (text: string): Promise<string> => {
    const before = reader.bytes().length;
    await port.write(Buffer.from(text));
    return reader.bytes().subarray(before).toString();
  };
  return { guest, port, reader, type };
}

async function startShell(): Promise<Bench> {
  const bench = await start('linux');
  await bench.type('alice\rcorrect-horse\r');
  return bench;
}

test('the kernel’s messages end in a login prompt, the same each time', async () => {
  const [first, second] = [await start('linux'), await start('linux', 5_000)];

  expect(first.reader.bytes().toString()).toMatch(/^\[ +0\.000000\] Linux version .*\r\nvm-1 login: $/s);
  expect(second.reader.bytes()).toEqual(first.reader.bytes());
});

test('a password is not echoed, and a wrong one is refused', async () => {
  const { type } = await start('linux');

  expect(await type('alice\r')).toBe('alice\r\nPassword: ');
  expect(await type('wrong\r')).toBe(
    '\r\n\r\nLogin incorrect\r\n\r\nSallyport guest vm-1 /dev/ttyS0\r\n\r\nvm-1 login: ',
  );
  expect(await type('alice\rcorrect-horse\r')).toBe('alice\r\nPassword: \r\nalice@vm-1:~$ ');
});

test.each([
  ['echo one  two\r', 'echo one  two\r\none two\r\n'],
  ['hostname\r', 'hostname\r\nvm-1\r\n'],
  ['whoami\r', 'whoami\r\nalice\r\n'],
  ['hoxx\x7f\bstname\r\n', 'hoxx\b \b\b \bstname\r\nvm-1\r\n'],
  ['nothing\x15whoami\r', `nothing${'\b \b'.repeat(7)}whoami\r\nalice\r\n`],
  ['half\x03', 'half^C\r\n'],
  ['constructor\r', 'constructor\r\n-sh: constructor: not found\r\n'],
])('the shell answers %j', async (typed, answer) => {
  const { type } = await startShell();

  expect(await type(typed)).toBe(`${answer}alice@vm-1:~$ `);
});

test('^D logs out', async () => {
  const { type } = await startShell();

  expect(await type('\x04')).toMatch(/vm-1 login: $/);
});

test('a flood has exactly as many bytes as were asked for', async () => {
  const { reader, type } = await startShell();
  const before = reader.bytes().length + 'flood 100001\r\n'.length;
  await type('flood 100001\r');
  await reader.until('$ ');
  await reader.until('$ ');

  expect(reader.bytes().length - before).toBe(100_001 + 'alice@vm-1:~$ '.length);
});

test('^C ends an endless output', async () => {
  const { reader, type } = await startShell();
  await type('yes again\r');
  await reader.until('again\r\nagain\r\n');

  expect(await type('\x03')).toMatch(/\^C\r\nalice@vm-1:~\$ $/);
});

test('a guest that is off refuses input, and boots when it is switched on', async () => {
  const { guest, port, reader, type } = await start('linux');
  guest.powerOff();

  await expect(port.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'VirtualMachineNotRunning' });
  guest.powerOn();
  await reader.until('login: ');
  expect(await type('x')).toBe('x');
  expect(reader.powers).toEqual(['stopped', 'running']);
});

test('a guest that does not read keeps a write waiting', async () => {
  const { guest, port, reader } = await start('linux');
  guest.stopReading();
  const before = reader.bytes().length;
  const written = port.write(Buffer.from('ab'));
  const meanwhile = reader.bytes().length;
  guest.resumeReading();
  await written;

  expect([meanwhile - before, reader.bytes().subarray(before).toString()]).toEqual([0, 'ab']);
});

test('what the guest says while no port is open is delivered later, once', async () => {
  const { guest, port, reader } = await start('linux', 100);
  await port[Symbol.asyncDispose]();
  guest.burst(Buffer.from('while away'));
  const late = await openForReading(guest.createPort(), 100 + reader.bytes().length);

  expect(late.bytes().toString()).toBe('while away');
});

test('the SAC makes a channel, shows it and comes back', async () => {
  const { reader, type } = await start('sac');

  expect(reader.bytes().toString()).toMatch(/SAC started and initialized\.\r\n.*SAC>$/s);
  expect(await type('cmd\r')).toContain('Channel: Cmd0001\r\nSAC>');
  expect(await type('ch\r')).toContain('0 (AV)    SAC\r\n1 (AV)    Cmd0001\r\nSAC>');
  expect(await type('ch -si 1\r')).toMatch(/Username: $/);
  expect(await type('Administrator\rsecret\r')).toMatch(/Password: \r\n.*C:\\Windows\\system32>$/s);
  expect(await type('hostname\r')).toContain('vm-1\r\n');
  expect(await type('\x1b\t')).toMatch(/Name: +SAC\r\n\r\nSAC>$/);
});

test('at SAC> arrows print what is left of them, and Esc Tab goes on to the next channel', async () => {
  const { type } = await start('sac');

  expect(await type('\x1b[A')).toBe('[A');
  await type('\x7f\x7f');
  await type('cmd\r');
  expect(await type('\x1b\t')).toMatch(/Name: +Cmd0001/);
  expect(await type('\x1b\t0')).toMatch(/Name: +SAC\r\n\r\nSAC>$/);
  expect(await type('ch -ci 1\r')).toMatch(/SAC>$/);
  expect(await type('ch\r')).not.toContain('Cmd0001');
});

test('Esc, Tab and 0 are one key after the other, as a person presses them', async () => {
  const { type } = await start('sac');
  await type('cmd\r');

  expect(await type('\x1b')).toBe('');
  expect(await type('\t')).toMatch(/Name: +Cmd0001/);
  await type('\x1b');
  await type('\t');
  await type('\x1b\t');
  expect(await type('0')).toMatch(/Name: +SAC\r\n\r\nSAC>$/);
  expect(await type('0')).toBe('0');
});

test('a channel of the SAC is as it was left, shell and all, until it is closed', async () => {
  const { type } = await start('sac');
  await type('cmd\rch -si 1\rAdministrator\rsecret\r\x1b\t0');

  expect(await type('ch -si 1\r')).toMatch(/Name: +Cmd0001\r\n\r\nC:\\Windows\\system32>$/);
  await type('\x1b\t0ch -ci 1\rcmd\r');
  expect(await type('ch -si 1\r')).toMatch(/Username: $/);
});

test('a Windows without SAC reports its health and takes no input', async () => {
  const { reader, type } = await start('healthReport');
  const lines = reader.bytes().toString().trimEnd().split('\r\n');

  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0]?.replace('Microsoft Azure VM Health Report - ', '') ?? '')).toMatchObject({
    computerName: 'vm-1',
    sequence: 1,
  });
  expect(await type('cmd\r')).toBe('');
});

test('the echo line gives back what it gets at once, and a flood on request', async () => {
  const port = createEchoPort(1);
  const reader = await openForReading(port, 0);
  await port.write(Buffer.from('a'));
  await port.write(Buffer.from('b\r'));

  expect(reader.bytes().toString()).toBe('ab\r');
  await port.write(Buffer.from('\x06'));
  await reader.until('!');
  expect(reader.bytes().length).toBe(3 + 1_048_576 + 1);
});
