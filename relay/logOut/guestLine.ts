import type { PortPump } from '../portPump.ts';

/** A guest's line while nobody but us types on it. */
export type GuestLine = {
  /** Rejects when the guest is off. */
  type(text: string): Promise<void>;
  /** The last of what the guest has ever written, without escape sequences. */
  tail(): string;
  /** What it has written since `type` was called last, likewise. */
  said(): string;
  /** Resolves to whether it held within the time. */
  until(condition: () => boolean, timeoutMs: number): Promise<boolean>;
};

const keptBytes = 32_768;
const lookEveryMs = 50;
const encoder = new TextEncoder();

/** `before` is the end of the port's log: a prompt that stood there before we came. */
export function watchLine(
  pump: Pick<PortPump, 'watch' | 'writeAlone'>,
  before: Uint8Array,
  wait: (delayMs: number) => Promise<void>,
): GuestLine & Disposable {
  let kept = Buffer.from(before).toString('latin1');
  let said = '';
  const end = pump.watch({
    onOutput: (bytes) => {
      const text = Buffer.from(bytes).toString('latin1');
      kept = (kept + text).slice(-keptBytes);
      said = (said + text).slice(-keptBytes);
    },
  });
  return {
    type: (text) => {
      said = '';
      return pump.writeAlone(encoder.encode(text));
    },
    tail: () => plain(kept),
    said: () => plain(said),
    until: async (condition, timeoutMs) => {
      for (let waitedMs = 0; waitedMs < timeoutMs && !condition(); waitedMs += lookEveryMs) {
        await wait(lookEveryMs);
      }
      return condition();
    },
    [Symbol.dispose]: end,
  };
}

/** Control sequences and strings of terminals, and single controls but line ends. */
const escapes =
  // oxlint-disable-next-line no-control-regex
  /\x1b\[[0-9;?>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\0-\x08\x0b-\x0c\x0e-\x1f]/g;

const plain = (text: string): string => text.replaceAll(escapes, '').replaceAll('\r', '\n');
