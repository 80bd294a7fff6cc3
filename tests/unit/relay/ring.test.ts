import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ring } from '../../../relay/ring.ts';

test('a ring holds exactly the last bytes, whatever the sizes in which they came', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 30 }),
      fc.nat({ max: 1_000 }),
      (sizes, capacity, begin) => {
        const ring = new Ring(capacity, begin);
        const all: number[] = [];
        for (const size of sizes) {
          const part = Array.from({ length: size }, (_, place) => (all.length + place) % 251);
          all.push(...part);
          ring.append(Uint8Array.from(part));
        }

        const kept = all.slice(Math.max(0, all.length - capacity));
        expect(ring.end).toBe(begin + all.length);
        expect(ring.start).toBe(ring.end - kept.length);
        expect([...ring.read(ring.start, capacity)]).toEqual(kept);
        expect([...ring.read(ring.start + 2, 3)]).toEqual(kept.slice(2, 5));
        expect([...ring.read(ring.start - 1, 3)]).toEqual([]);
        expect([...ring.read(ring.end, 3)]).toEqual([]);
      },
    ),
  );
});
