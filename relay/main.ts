import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { createPort } from './ports/createPort.ts';
import { startRelay } from './startRelay.ts';

const log = createLog(
  (line) => process.stdout.write(line),
  () => new Date(),
);
const relay = startRelay(readConfig(process.env), { createPort, log });
log.info('started', { pid: process.pid });

/** Whatever storage is doing: who stops a relay waits no longer than this. */
const graceMs = 4_500;

function stop(signal: string): void {
  log.info('stopping', { signal });
  setTimeout(() => process.exit(1), graceMs);
  void relay[Symbol.asyncDispose]().finally(() => process.exit(0));
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
