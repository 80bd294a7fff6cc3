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

  test('a relay with a thousand ports and three thousand sessions fits, and a short heartbeat after it too', async () => {
    const store = await open();
    const record = aRecord({
      ports: Array.from({ length: 1_000 }, (_, index) => ({
        portId: String(index).padStart(24, '0'),
        power: 'stopped',
        endOffset: index,
      })),
      sessions: Array.from({ length: 3_000 }, (_, index) => ({
        sessionId: `${'0'.repeat(35)}${String(index).padStart(4, '0')}`,
        lastActivityTime: '2026-11-01T12:00:00.000Z',
      })),
    });

    await store.put(record);
    expect(await store.get(record.relayId)).toEqual(record);
    await store.put({ ...record, ports: [], sessions: [] });

    expect(await store.get(record.relayId)).toEqual({ ...record, ports: [], sessions: [] });
  });
}
