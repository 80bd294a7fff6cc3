import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import type { SerialPort } from '../../relay/ports/serialPort.ts';
import { createTelnetPort } from '../../relay/ports/telnetPort.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/freePort.ts';
import { testImage } from '../support/guest.ts';
import { openForReading, type PortReader } from '../support/portReader.ts';

const { qemu } = guestsAvailable();
const host = '127.0.0.1';
const pauseMs = () => 50;

/** A hypervisor that keeps nothing: to whoever is connected it says what it is told to. */
async function startHypervisor(port: number) {
  const typed: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (bytes) => typed.push(...bytes)).on('error', () => undefined);
  }).listen(port, host);
  await once(server, 'listening');
  return {
    typed,
    sockets,
    say: (bytes: string) => sockets.forEach((socket) => void socket.write(bytes)),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a host that goes away is waited for, and the output goes on with what it writes then', async () => {
  const number = await freePort();
  await using port = createTelnetPort({ host, port: number, pauseMs });
  await expect(openForReading(port, 7)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const first = await startHypervisor(number);
  const reader = await openForReading(port, 7);
  await eventually(() => first.sockets.size === 1);
  first.say('before;');
  await reader.until('before;');

  await first[Symbol.asyncDispose]();
  await reader.untilPower('stopped');
  await expect(port.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'VirtualMachineNotRunning' });
  await using second = await startHypervisor(number);
  await reader.untilPower('running');
  second.say('after;');
  await reader.until('after;');
  await port.write(Uint8Array.of(120, 255));
  await eventually(() => second.typed.length === 12);

  expect(reader.bytes().toString()).toBe('before;after;');
  expect(reader.powers).toEqual(['running', 'stopped', 'running']);
  expect(second.typed.slice(9)).toEqual([120, 255, 255]);
});

test.skipIf(!qemu)('a guest of QEMU is used over telnet, and again after a restart', async () => {
  const number = await freePort();
  const first = await startQemu(number);
  await using port = createTelnetPort({ host, port: number, pauseMs });
  const reader = await openOnceThere(port);
  await reader.until('login: ');
  await port.write(Buffer.from('alice\r'));
  await reader.until('alice\r\n');
  await reader.until('assword: ');
  const before = reader.bytes().toString('latin1');

  first.kill('SIGKILL');
  await reader.untilPower('stopped');
  const second = await startQemu(number);
  await reader.untilPower('running');
  await reader.until('login: ');
  second.kill('SIGKILL');

  // Nothing of telnet is in what the guest wrote.
  expect(before).toContain('Linux version');
  expect(before).not.toMatch(/[\xf0-\xff]/);
});

/** As a relay does it: a port that cannot be opened yet is tried again. */
async function openOnceThere(port: SerialPort): Promise<PortReader> {
  let reader: PortReader | undefined;
  await eventually(async () => {
    reader = await openForReading(port, 0).catch(() => undefined);
    return reader !== undefined;
  });
  if (reader === undefined) throw new Error('not open');
  return reader;
}

/** As in docs/deploy.md, with the image of the local guests. */
async function startQemu(port: number) {
  const { kernel, initrd } = await testImage();
  const child = spawn(
    'setpriv',
    [
      ['--pdeathsig', 'KILL', 'qemu-system-x86_64', '-nodefaults', '-display', 'none'],
      ['-M', 'pc', '-accel', 'tcg,tb-size=32', '-m', '128', '-kernel', kernel, '-initrd', initrd],
      ['-append', 'console=ttyS0,115200n8 vm.name=vm-test panic=10 tsc=reliable'],
      ['-serial', `telnet:${host}:${port},server=on,wait=off`],
    ].flat(),
    { stdio: 'ignore' },
  );
  await once(child, 'spawn');
  return child;
}
