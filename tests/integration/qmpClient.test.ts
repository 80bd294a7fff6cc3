import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { QmpClient } from '../../relay/ports/qmp.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Greets and takes the handshake; of all else it answers what it is told to. */
async function startMonitor(path: string, answers: (command: string) => boolean) {
  const server = createServer((socket) => {
    socket.write('{"QMP":{"version":{},"capabilities":[]}}\n');
    socket.on('data', (piece) => {
      for (const line of String(piece).split('\n').filter(Boolean)) {
        const { execute, id } = JSON.parse(line) as { execute: string; id: number };
        if (execute === 'qmp_capabilities' || answers(execute)) socket.write(`{"return":{},"id":${id}}\n`);
      }
    });
    socket.on('error', () => undefined);
  });
  server.listen(path);
  await once(server, 'listening');
  return server;
}

test('a monitor that does not answer is not waited for without end, and is asked again as ever', async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'qmp.sock');
  let hangs = true;
  const server = await startMonitor(path, () => !hangs);
  await using qmp = new QmpClient({
    path,
    onEvent: () => undefined,
    onState: () => undefined,
    answerMs: 50,
  });
  expect(await qmp.firstState()).toBe('ready');

  await expect(qmp.execute('screendump')).rejects.toThrow('does not answer');
  hangs = false;

  expect(await qmp.execute('query-status')).toEqual({});
  server.close();
});
