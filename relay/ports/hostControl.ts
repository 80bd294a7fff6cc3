import { join } from 'node:path';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { connectToGuest } from './guestSocket.ts';

/** A host may have to fetch memory and disks first. */
const answerMs = 30_000;

/**
 * Asks the guest's host to start its QEMU: whoever runs guests listens on `control.sock` in the guest's
 * directory, takes the line `start`, and answers `started` or a sentence that says why not. The relay itself
 * may neither start processes nor know how a guest is started.
 */
export async function startByHost(directory: string): Promise<void> {
  const answer = await ask(join(directory, 'control.sock'), 'start');
  if (answer === 'started') return;
  throw new SallyportError(
    'HypervisorUnavailable',
    answer === ''
      ? 'The machine is off and nobody on its host answers who could start it.'
      : `The machine's host could not start it: ${answer.slice(0, 300)}`,
  );
}

function ask(path: string, line: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connectToGuest(path);
  if (socket === undefined) return Promise.resolve('');
  let answer = '';
  socket.setEncoding('utf8').setTimeout(answerMs, () => socket.destroy());
  socket.on('data', (piece: string) => (answer += piece));
  socket.on('error', () => undefined); // Nobody listens there: `close` follows.
  socket.on('close', () => resolve(answer.trim()));
  socket.write(`${line}\n`);
  return promise;
}
