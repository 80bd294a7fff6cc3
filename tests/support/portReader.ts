import type { Power, SerialPort } from '../../relay/ports/serialPort.ts';

/** What a relay would have kept of a port. */
export type PortReader = {
  /** Everything since the offset at which the port was opened. */
  readonly bytes: () => Buffer;
  readonly powers: readonly Power[];
  /** Resolves once `text` has come after everything that an earlier call waited for. */
  until(text: string): Promise<void>;
  untilLength(length: number): Promise<void>;
  untilPower(power: Power): Promise<void>;
};

export async function openForReading(port: SerialPort, end: number): Promise<PortReader> {
  const pieces: Uint8Array[] = [];
  const powers: Power[] = [];
  let changed = Promise.withResolvers<void>();
  let text = '';
  let seen = 0;
  const change = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  await port.open(end, {
    onOutput: (bytes) => {
      pieces.push(bytes);
      text += Buffer.from(bytes).toString('latin1');
      change();
    },
    onPower: (power) => {
      powers.push(power);
      change();
    },
  });
  return {
    bytes: () => Buffer.concat(pieces),
    powers,
    until: async (wanted) => {
      while (!text.includes(wanted, seen)) await changed.promise;
      seen = text.indexOf(wanted, seen) + wanted.length;
    },
    untilLength: async (length) => {
      while (text.length < length) await changed.promise;
    },
    untilPower: async (power) => {
      while (port.power !== power) await changed.promise;
    },
  };
}
