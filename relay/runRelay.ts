import { readConfig } from './config.ts';
import { FolderInUse } from './lease/folderLock.ts';
import { createLog } from './log.ts';
import type { PortSource } from './ports/portsFile.ts';
import type { SerialPort } from './ports/serialPort.ts';
import { startRelay } from './startRelay.ts';

/** Whatever storage is doing: who stops a relay waits no longer than this. */
const graceMs = 4_500;
/** Temporary failure (sysexits.h): started again, it stands by until the lease is free. */
const leaseLostCode = 75;

/** The relay as a process: environment in, JSON lines out, ends on SIGTERM and SIGINT, or when another took over. */
export async function runRelay(createPort: (source: PortSource) => SerialPort): Promise<void> {
  const log = createLog(
    (line) => process.stdout.write(line),
    () => new Date(),
  );
  const config = readConfig(process.env);
  const onLeaseLost = (): void => end(leaseLostCode);
  const relay = await startRelay(config, { createPort, onLeaseLost, log }).catch((fault: unknown) => {
    if (!(fault instanceof FolderInUse)) throw fault;
    // Two would write into each other's journals.
    log.error('stateFolderInUse', { folder: config.stateFolder });
    process.exit(1);
  });
  log.info('started', { pid: process.pid });

  function end(code: number): void {
    setTimeout(() => process.exit(1), graceMs);
    void Promise.resolve(relay[Symbol.asyncDispose]()).finally(() => process.exit(code));
  }
  function stop(signal: string): void {
    log.info('stopping', { signal });
    end(0);
  }
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
