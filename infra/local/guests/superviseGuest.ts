import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { GuestOptions } from './guestCommandLine.ts';
import { guestPid } from './quitGuest.ts';
import { type Guest, startGuest } from './startGuest.ts';

/**
 * Starts a guest, and starts it again whenever its relay asks for that: the relay connects to `control.sock` in
 * the guest's directory, sends the line `start`, and is answered `started` or with the reason why not. This is
 * the host's part of a machine's power; everything else goes by QEMU's monitor.
 */
export async function superviseGuest(options: GuestOptions): Promise<Guest> {
  let guest = await startGuest(options);
  let turn: Promise<unknown> = Promise.resolve();
  const startAgain = async (): Promise<void> => {
    if ((await guestPid(options.directory)) === undefined) guest = await startGuest(options);
  };
  /** Two who ask at once get one guest. */
  const inTurn = (): Promise<string> => {
    const answer = turn.then(startAgain).then(
      () => 'started',
      (fault: unknown) => (fault instanceof Error ? fault.message : String(fault)),
    );
    turn = answer;
    return answer;
  };
  const control = listen(options.directory, inTurn);
  return {
    get pid() {
      return guest.pid;
    },
    directory: options.directory,
    [Symbol.asyncDispose]: async () => {
      control.close();
      await turn;
      await guest[Symbol.asyncDispose]();
    },
  };
}

function listen(directory: string, start: () => Promise<string>): Server {
  rmSync(join(directory, 'control.sock'), { force: true }); // one that a killed start left behind
  // A path through an open directory stays below the 107 bytes that a socket's path may have.
  const folder = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // Who asked has gone: the guest is started all the same.
    socket.once('data', (line) => {
      if (line.toString().trim() !== 'start') socket.end('The only order is "start".\n');
      else void start().then((answer) => socket.end(`${answer}\n`));
    });
  });
  server.listen(`/proc/self/fd/${folder}/control.sock`);
  server.unref().once('close', () => closeSync(folder));
  return server;
}
