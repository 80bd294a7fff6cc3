import type { OutputLog } from '../outputLog.ts';

type Output = Pick<OutputLog, 'epoch' | 'end' | 'firstKept' | 'read'>;

/** A port's output up to `end`, and no more: what a session that is over was shown. */
export const outputUpTo = (log: OutputLog, end: number): Output => ({
  epoch: log.epoch,
  end,
  firstKept: (offset) => Math.min(log.firstKept(offset), end),
  read: (offset, maxBytes) => log.read(offset, Math.min(maxBytes, end - offset)),
});

/** Of a shell that died with its relay. */
export const noOutput: Output = {
  epoch: 'none',
  end: 0,
  firstKept: () => 0,
  read: async () => new Uint8Array(0),
};
