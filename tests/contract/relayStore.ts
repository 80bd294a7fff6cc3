import { expect, test } from 'vitest';
import type { RelayRecord, RelayStore } from '../../shared/sessions/ports.ts';

let serial = 0;
const aRecord = (over: Partial<RelayRecord> = {}): RelayRecord => ({
  relayId: `relay-${Date.now()}-${(serial += 1)}`,
  connectionId: 'r1',
  heartbeatTime: 1_793_000_000_123,
  ports: [{ portId: 'p', power: 'running', endOffset: 2 ** 53 - 1 }],
  sessions: [{ sessionId: 's', lastActivityTime: '2026-11-01T12:00:00.000Z' }],
  ...over,
});

/** Nothing that compresses. */
const randomText = (length: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => (byte % 36).toString(36)).join('');

/** The promises of `RelayStore`. */
export function testRelayStore(open: () => Promise<RelayStore>): void {
  test('an unknown relay is undefined', async () => {
    expect(await (await open()).get('relay-nobody')).toBeUndefined();
  });

  test('a heartbeat comes back whole, and the next one replaces it', async () => {
    const store = await open();
    const record = aRecord();
    const next = { ...record, connectionId: null, heartbeatTime: 0, ports: [], sessions: [] };

    await store.put(record);
    expect(await store.get(record.relayId)).toEqual(record);
    await store.put(next);

    expect(await store.get(record.relayId)).toEqual(next);
  });

  test('a relay with a thousand ports and ten thousand sessions fits, and a short heartbeat after it too', async () => {
    const store = await open();
    const record = aRecord({
      ports: Array.from({ length: 1_000 }, (_, index) => ({
        portId: randomText(24),
        power: 'stopped',
        endOffset: index,
      })),
      sessions: Array.from({ length: 10_000 }, (_, index) => ({
        sessionId: `${randomText(25)}-52c30f37fb74`,
        lastActivityTime: new Date(1_793_000_000_000 + index * 7_919).toISOString(),
        recording: 'recording',
      })),
    });

    await store.put(record);
    expect(await store.get(record.relayId)).toEqual(record);
    await store.put({ ...record, ports: [], sessions: [] });

    expect(await store.get(record.relayId)).toEqual({ ...record, ports: [], sessions: [] });
  });
}
