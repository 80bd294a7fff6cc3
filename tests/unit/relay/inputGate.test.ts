import { expect, test } from 'vitest';
import { InputGate } from '../../../relay/inputGate.ts';

function createGate(options: { lastSequence?: number; write?: (text: string) => Promise<void> } = {}) {
  const events: string[] = [];
  const write = options.write ?? (async () => {});
  const gate = new InputGate({
    lastSequence: options.lastSequence ?? 0,
    record: (sequence) => void events.push(`record ${sequence}`),
    write(bytes) {
      const text = String(Buffer.from(bytes));
      events.push(`write ${text}`);
      return write(text);
    },
    acknowledge: (sequence) => void events.push(`ack ${sequence}`),
    onRefused: () => void events.push('refused'),
  });
  return { gate, events, offer: (sequence: number, text: string) => gate.offer(sequence, Buffer.from(text)) };
}
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('a frame is recorded before it is written, and acknowledged after', async () => {
  const { events, offer } = createGate();

  expect(offer(1, 'a')).toBe(true);

  // Written within the same turn: nothing waits on the echo path.
  expect(events).toEqual(['record 1', 'write a']);
  await settle();
  expect(events).toEqual(['record 1', 'write a', 'ack 1']);
});

test('a frame that was applied is acknowledged again and not written', async () => {
  const { events, offer } = createGate({ lastSequence: 5 });

  expect(offer(5, 'a')).toBe(false);
  expect(offer(2, 'b')).toBe(false);

  expect(events).toEqual(['ack 5', 'ack 5']);
});

test('a frame that is too early is not applied, and the answer says where the gate stands', () => {
  const { events, offer } = createGate({ lastSequence: 5 });

  expect(offer(7, 'a')).toBe(false);

  expect(events).toEqual(['ack 5']);
});

test('a frame waits for the one before it, and is not acknowledged before its time', async () => {
  const first = Promise.withResolvers<void>();
  const { events, offer } = createGate({
    write: (text) => (text === 'a' ? first.promise : Promise.resolve()),
  });

  offer(1, 'a');
  offer(2, 'b');
  offer(2, 'b');
  await settle();
  expect(events).toEqual(['record 1', 'write a', 'record 2', 'ack 0']);

  first.resolve();
  await settle();

  expect(events.slice(4)).toEqual(['ack 1', 'write b', 'ack 2']);
});

test('input to a guest that is off is gone, told, and not asked for again', async () => {
  const { events, offer } = createGate({ write: () => Promise.reject(new Error('off')) });

  offer(1, 'a');
  await settle();

  expect(events).toEqual(['record 1', 'write a', 'refused', 'ack 1']);
});

test('a guest that does not read fills the gate, and what is beyond has to come again', async () => {
  const { events, offer } = createGate({ write: () => new Promise(() => {}) });

  for (let sequence = 1; sequence <= 64; sequence += 1) expect(offer(sequence, 'x')).toBe(true);

  expect(offer(65, 'x')).toBe(false);
  expect(events.at(-1)).toBe('ack 0');
});

test('a sequence that cannot be recorded is not applied', () => {
  const written: string[] = [];
  const gate = new InputGate({
    lastSequence: 0,
    record() {
      throw new Error('disk full');
    },
    write: async (bytes) => void written.push(String(Buffer.from(bytes))),
    acknowledge() {},
    onRefused() {},
  });

  expect(() => gate.offer(1, Buffer.from('a'))).toThrow('disk full');

  expect(written).toEqual([]);
});

test('what waits for a guest that does not read is not typed once the session is over', async () => {
  const first = Promise.withResolvers<void>();
  const { gate, events, offer } = createGate({ write: () => first.promise });
  offer(1, 'a');
  offer(2, 'b');

  gate.close();
  first.resolve();
  await settle();

  expect(events).toEqual(['record 1', 'write a', 'record 2']);
});
