import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timeline } from '../../../../portal/replay/timeline.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function aTimeline(): Timeline {
  const timeline = new Timeline();
  timeline.begin({ columns: 80, rows: 25 });
  timeline.add({ kind: 'output', timeMs: 0, bytes: bytesOf('a') });
  timeline.add({ kind: 'output', timeMs: 1_000, bytes: bytesOf('bb') });
  timeline.add({ kind: 'resize', timeMs: 1_500, columns: 132, rows: 43 });
  timeline.add({ kind: 'output', timeMs: 2_000, bytes: bytesOf('ccc') });
  timeline.add({ kind: 'exit', timeMs: 4_000 });
  return timeline;
}

test('a moment has the output up to it, and the size that was true', () => {
  const timeline = aTimeline();

  expect([0, 999, 1_000, 3_000].map((timeMs) => timeline.countAt(timeMs))).toEqual([1, 1, 2, 3]);
  expect(timeline.sizeAt(1)).toEqual({ columns: 80, rows: 25, index: 0 });
  expect(timeline.sizeAt(2)).toEqual({ columns: 132, rows: 43, index: 2 });
  expect(timeline.endMs).toBe(4_000);
});

test('a slice ends where the size changes, or where it is long enough', () => {
  const timeline = aTimeline();
  const slice = (index: number, maxBytes: number) => {
    const { next, bytes } = timeline.slice(index, timeline.length, maxBytes);
    return [next, textOf(bytes)];
  };

  expect(slice(0, 100)).toEqual([2, 'abb']);
  expect(slice(2, 100)).toEqual([3, 'ccc']);
  expect(slice(0, 1)).toEqual([1, 'a']);
  expect(slice(1, 1)).toEqual([2, 'bb']);
});

test('markers are those that are no output, in order', () => {
  expect(aTimeline().markers).toEqual([
    { kind: 'resize', timeMs: 1_500, columns: 132, rows: 43 },
    { kind: 'exit', timeMs: 4_000 },
  ]);
});

test('activity is the bytes of each part of the time', () => {
  expect(aTimeline().activity(4)).toEqual([3, 3, 0, 0]);
});

test('a clock that went back hides nothing', () => {
  const timeline = aTimeline();

  timeline.add({ kind: 'output', timeMs: 100, bytes: bytesOf('d') });

  expect(timeline.timeOf(3)).toBe(4_000);
});

test('a seek begins at the earliest event that is near enough', () => {
  const timeline = aTimeline();

  expect([0, 3, 4, 5, 6, 100].map((maxBytes) => timeline.eventBefore(3, maxBytes))).toEqual([
    3, 2, 2, 1, 0, 0,
  ]);
});

test('slices one after the other are all the output', () => {
  const anyEvents = fc.array(fc.tuple(fc.nat(5), fc.uint8Array({ maxLength: 300 })), { maxLength: 300 });
  fc.assert(
    fc.property(anyEvents, fc.integer({ min: 1, max: 500 }), (events, maxBytes) => {
      const timeline = new Timeline();
      let timeMs = 0;
      for (const [after, bytes] of events) {
        timeMs += after;
        timeline.add({ kind: 'output', timeMs, bytes });
      }

      const read: number[] = [];
      for (let index = 0; index < timeline.length; ) {
        const { next, bytes } = timeline.slice(index, timeline.length, maxBytes);
        expect(timeline.bytesBetween(index, next)).toBe(bytes.length);
        read.push(...bytes);
        index = next;
      }

      expect(read).toEqual(events.flatMap(([, bytes]) => [...bytes]));
    }),
  );
});
