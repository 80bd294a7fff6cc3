import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// Runs a program that others have made for as long as the bench runs: `runProgram.ts <port or socket> <program> …`.
// Ready once the port answers or the socket is there. The program has a process group of its own, which ends with us.
const [place = '', program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 2, 2], detached: true });
let isOver = false;
child.once('error', (error) => fail(error.message));
child.once('exit', (code) => fail(`it ended with ${code}`));
process.once('SIGTERM', () => process.exit(0));
process.once('exit', endGroup);

while (!(await isThere(place))) await sleep(20);
console.log('{"ready":true}');

function endGroup(): void {
  if (isOver || child.pid === undefined) return;
  process.kill(-child.pid, 'SIGTERM');
}

function fail(why: string): void {
  isOver = true;
  console.error(`${program}: ${why}`);
  process.exit(1);
}

/** A socket's file is enough: some programs serve one client only, and we are not the one. */
function isThere(at: string): Promise<boolean> {
  if (at.startsWith('/')) return Promise.resolve(existsSync(at));
  return new Promise((resolve) => {
    const socket = connect(Number(at), '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
