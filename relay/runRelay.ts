import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import type { PortSource } from './ports/portsFile.ts';
import type { SerialPort } from './ports/serialPort.ts';
import { startRelay } from './startRelay.ts';

/** Whatever storage is doing: who stops a relay waits no longer than this. */
const graceMs = 4_500;

/** The relay as a process: environment in, JSON lines out, ends on SIGTERM and SIGINT. */
export async function runRelay(createPort: (source: PortSource) => SerialPort): Promise<void> {
  const log = createLog(
    (line) => process.stdout.write(line),
    () => new Date(),
  );
  const relay = await startRelay(readConfig(process.env), { createPort, log });
  log.info('started', { pid: process.pid });

  function stop(signal: string): void {
    log.info('stopping', { signal });
    setTimeout(() => process.exit(1), graceMs);
    void relay[Symbol.asyncDispose]().finally(() => process.exit(0));
  }
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
