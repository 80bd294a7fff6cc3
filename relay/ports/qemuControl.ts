import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { readAtMost } from '../screen/readAtMost.ts';
import type { FifoWriter } from './fifoWriter.ts';
import { guestStatus } from './guestControl.ts';
import { startByHost } from './hostControl.ts';
import type { InputHold } from './inputHold.ts';
import type { MachineControl, SeizedLine } from './machineControl.ts';
import type { QmpClient } from './qmp.ts';

export type QemuControlDeps = {
  readonly directory: string;
  readonly qmp: QmpClient;
  readonly hold: InputHold;
  readonly writer: () => FifoWriter;
  readonly isOff: () => boolean;
};

/** The guest takes the 16 bytes that its UART may hold; what it has not taken by then it does not take. */
const uartDrainsMs = 50;
/** From the start of QEMU's process to its monitor. */
const monitorMs = 15_000;

/** Of a display of 4,096 × 4,096: its guest chooses how large it is, and a thousand guests share one relay. */
const maxScreenBytes = 50_331_648 + 64;

/** The monitor's side of a guest under QEMU; a process that ended is started again by its host. */
export function createQemuControl(deps: QemuControlDeps): MachineControl {
  const { qmp, directory } = deps;
  const ask = async (command: string, words?: Record<string, unknown>): Promise<void> => {
    await throughMonitor(() => qmp.execute(command, words));
  };
  return {
    pressPowerButton: () => ask('system_powerdown'),
    cutPower: async () => {
      if (qmp.state === 'off') return;
      await ask('quit').catch((fault: unknown) => {
        if (qmp.state !== 'off') throw fault; // It may end before it has answered.
      });
    },
    powerOn: async () => {
      if (qmp.state === 'off') await startByHost(directory);
      await untilReady(qmp);
      const status = await throughMonitor(() => guestStatus(qmp));
      if (status === 'running') return;
      // A machine that powered itself off has to be reset before it may run.
      if (status === 'shutdown') await ask('system_reset');
      await ask('cont');
    },
    reset: () => ask('system_reset'),
    injectNmi: () => ask('inject-nmi'),
    readScreen: () => readScreen(directory, ask),
    seizeLine: () => seizeLine(deps, () => ask('chardev-send-break', { id: 'ser0' })),
  };
}

/** QEMU writes the file itself. */
async function readScreen(
  directory: string,
  ask: (command: string, words: Record<string, unknown>) => Promise<void>,
): Promise<Uint8Array> {
  const filename = resolve(directory, 'screen.ppm');
  try {
    await ask('screendump', { filename });
    return await readAtMost(filename, maxScreenBytes);
  } finally {
    await rm(filename, { force: true });
  }
}

/**
 * BREAK reaches the guest by the monitor and typing by the FIFO: a byte that is still in the FIFO would come
 * after the BREAK, and be the SysRq key in place of the one that was meant.
 */
async function seizeLine(deps: QemuControlDeps, sendBreak: () => Promise<void>): Promise<SeizedLine> {
  const free = deps.hold.take();
  let isReleased = false;
  try {
    const taken = await deps.writer().takeBack();
    await sleep(uartDrainsMs);
    return {
      sendBreak,
      write: (bytes) => deps.writer().write(bytes),
      release: () => {
        if (isReleased) return;
        isReleased = true;
        // It fails only when the guest goes off before it reads, and then it is typed no more.
        if (taken.length > 0 && !deps.isOff())
          deps
            .writer()
            .write(taken)
            .catch(() => undefined);
        free();
      },
    };
  } catch (fault) {
    free();
    throw fault;
  }
}

async function untilReady(qmp: QmpClient): Promise<void> {
  for (const deadline = performance.now() + monitorMs; qmp.state !== 'ready'; await sleep(20)) {
    if (performance.now() > deadline) throw unavailable();
  }
}

async function throughMonitor<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw unavailable(cause);
  }
}

const unavailable = (cause?: unknown): SallyportError =>
  new SallyportError(
    'HypervisorUnavailable',
    'The hypervisor of this machine cannot be asked: its monitor does not answer. Look at the host.',
    { cause },
  );
