import { closeSync, constants, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

const answerMs = 5_000;

/** The owner's QMP socket of the guest in `directory`: does QEMU answer there? */
export async function isListening(directory: string): Promise<boolean> {
  let greeted = false;
  await talk(directory, (socket, done) => {
    socket.once('data', () => {
      greeted = true;
      done();
    });
  });
  return greeted;
}

/** Resolves when QEMU hung up, which it does when it quits, or gave no answer in time. */
export async function askToQuit(directory: string): Promise<void> {
  await talk(directory, (socket) => {
    socket.write('{"execute":"qmp_capabilities"}\n{"execute":"quit"}\n');
    socket.resume();
  });
}

async function talk(directory: string, say: (socket: Socket, done: () => void) => void): Promise<void> {
  // A path through an open directory stays below the 107 bytes that a socket's path may have.
  const folder = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  const socket = connect(`/proc/self/fd/${folder}/host.sock`);
  try {
    await new Promise<void>((resolve) => {
      socket.setTimeout(answerMs, resolve);
      socket.on('error', () => resolve()); // Nobody listens there.
      socket.on('close', () => resolve());
      say(socket, resolve);
    });
  } finally {
    socket.destroy();
    closeSync(folder);
  }
}
