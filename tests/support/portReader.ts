import type { Power, SerialPort } from '../../relay/ports/serialPort.ts';
import { eventually } from './eventually.ts';

/** What a relay would have kept of a port. What is waited for and never comes is told with what came instead. */
export type PortReader = {
  /** Everything since the offset at which the port was opened. */
  readonly bytes: () => Buffer;
  readonly powers: readonly Power[];
  /** Resolves once `text` has come after everything that an earlier call waited for. */
  until(text: string): Promise<void>;
  untilLength(length: number): Promise<void>;
  untilPower(power: Power): Promise<void>;
};

/** A guest may boot meanwhile, beside other work. */
const timeoutMs = 50_000;

export async function openForReading(port: SerialPort, end: number): Promise<PortReader> {
  const pieces: Uint8Array[] = [];
  const powers: Power[] = [];
  let text = '';
  let seen = 0;
  await port.open(end, {
    onOutput: (bytes) => {
      pieces.push(bytes);
      text += Buffer.from(bytes).toString('latin1');
    },
    onPower: (power) => void powers.push(power),
  });
  const wait = (condition: () => boolean, wanted: string | number): Promise<void> =>
    eventually(condition, {
      timeoutMs,
      describe: () => `${wanted} after ${JSON.stringify(text.slice(seen).slice(-600))}, ${port.power}`,
    });
  return {
    bytes: () => Buffer.concat(pieces),
    powers,
    until: async (wanted) => {
      await wait(() => text.includes(wanted, seen), wanted);
      seen = text.indexOf(wanted, seen) + wanted.length;
    },
    untilLength: (length) => wait(() => text.length >= length, length),
    untilPower: (power) => wait(() => port.power === power, power),
  };
}
