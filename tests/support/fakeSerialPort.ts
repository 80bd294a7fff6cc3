import type { Power, SerialPort, SerialPortEvents } from '../../relay/ports/serialPort.ts';

export type FakeSerialPort = SerialPort & {
  /** The guest writes. */
  print(bytes: Uint8Array | string): void;
  setPower(power: Power): void;
  /** What the guest has read. */
  readonly typed: () => string;
  /** Writes wait until released, as with a guest that does not read. */
  readonly hold: () => () => void;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function createFakeSerialPort(): FakeSerialPort {
  let events: SerialPortEvents | undefined;
  let power: Power = 'running';
  let typed = '';
  let gate: Promise<void> | undefined;
  return {
    async open(_end, given) {
      events = given;
    },
    async write(bytes) {
      await gate;
      if (power === 'stopped') throw new Error('off');
      typed += decoder.decode(bytes);
    },
    get power() {
      return power;
    },
    print: (bytes) => events?.onOutput(typeof bytes === 'string' ? encoder.encode(bytes) : bytes),
    setPower(next) {
      power = next;
      events?.onPower(next);
    },
    typed: () => typed,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return () => {
        gate = undefined;
        resolve();
      };
    },
    async [Symbol.asyncDispose]() {
      events = undefined;
    },
  };
}
