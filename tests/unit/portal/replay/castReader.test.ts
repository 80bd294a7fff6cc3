import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CastEvent, CastReader } from '../../../../portal/replay/castReader.ts';
import { CastChunk } from '../../../../relay/recording/castChunk.ts';
import { castComment, castEvent, castHeader } from '../../../../shared/recording/asciicast.ts';
import { noHash } from '../../../../shared/recording/chunk.ts';

const header = castHeader({ cols: 80, rows: 25, startTime: 1_700_000_000_000, title: 'vm-web-01 (Serial)' });
const output = (timeMs: number, text: string): CastEvent => ({
  kind: 'output',
  timeMs,
  bytes: new TextEncoder().encode(text),
});

function readAll(...parts: string[]): readonly CastEvent[] {
  const reader = new CastReader();
  return [...parts.flatMap((part) => reader.read(part)), ...reader.end()];
}

test('events have their times since the beginning, and the header its size and title', () => {
  const reader = new CastReader();

  const events = [
    ...reader.read(
      header +
        castEvent(500, 'o', 'login: ') +
        castEvent(1_500, 'r', '132x43') +
        castEvent(0, 'm', 'taken over') +
        castEvent(250, 'x', '0'),
    ),
    ...reader.end(),
  ];

  expect(reader.header).toEqual({
    columns: 80,
    rows: 25,
    title: 'vm-web-01 (Serial)',
    startTime: 1_700_000_000_000,
  });
  expect(events).toEqual([
    output(500, 'login: '),
    { kind: 'resize', timeMs: 2_000, columns: 132, rows: 43 },
    { kind: 'marker', timeMs: 2_000, label: 'taken over' },
    { kind: 'exit', timeMs: 2_250 },
  ]);
});

test('the bytes that a machine wrote are shown, not the text that JSON can hold', () => {
  const events = readAll(header, castEvent(0, 'o', '\uFFFDok'), castComment('bytes', '/29r'));

  expect(events).toEqual([{ kind: 'output', timeMs: 0, bytes: Uint8Array.of(0xff, 0x6f, 0x6b) }]);
});

test('a gap says how many bytes are gone', () => {
  const events = readAll(
    header,
    castEvent(10, 'm', '30 bytes were not recorded'),
    castComment('gap', { from: 70, to: 100 }),
  );

  expect(events).toEqual([{ kind: 'gap', timeMs: 10, bytes: 30 }]);
});

test('what a chunk holds is there with its last line, before the next chunk comes', () => {
  const reader = new CastReader();

  const events = reader.read(header + castEvent(0, 'o', 'a') + castComment('sallyport', { chunk: 0 }));

  expect(events).toEqual([output(0, 'a')]);
});

test.each([
  ['no JSON', 'nonsense\n'],
  ['no event', '[1,2]\n'],
  ['a code of another version', '[1,"i","ls"]\n'],
  ['a time that goes back', '[-1,"o","x"]\n'],
  ['a time beyond all', '[1e300,"o","x"]\n'],
  ['a size that no terminal has', '[1,"r","99999x1"]\n'],
  ['no size', '[1,"r","0x10"]\n'],
])('a line that cannot be read is left out and counted: %s', (_, line) => {
  const reader = new CastReader();

  const events = [...reader.read(header + line + castEvent(5, 'o', 'b')), ...reader.end()];

  expect(events).toEqual([output(5, 'b')]);
  expect(reader.faults).toBe(1);
});

const anyOutput = fc.record({
  afterMs: fc.nat(10_000),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
});

test('what the relay records is what the page reads, byte for byte, however it is cut', () => {
  fc.assert(
    fc.property(fc.array(anyOutput), fc.array(fc.nat(2_000)), (parts, cuts) => {
      const place = {
        session: 's',
        chunk: 0,
        previous: noHash,
        epoch: 'e',
        offset: 0,
        lostBytes: 0,
        title: 't',
      };
      const chunk = new CastChunk({ ...place, time: 0, startTime: 0 });
      let time = 0;
      for (const { afterMs, bytes } of parts) {
        time += afterMs;
        chunk.output(time, bytes);
      }
      const text = new TextDecoder().decode(chunk.close(true).bytes);
      const places = [
        0,
        ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((a, b) => a - b),
        text.length,
      ];

      const events = readAll(...places.slice(1).map((end, index) => text.slice(places[index], end)));

      const read = events.flatMap((event) => (event.kind === 'output' ? [...event.bytes] : []));
      expect(read).toEqual(parts.flatMap(({ bytes }) => [...bytes]));
    }),
  );
});

test('no text makes it throw', () => {
  const anyLine = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom('# bytes "!"', '# bytes 7', '# gap {}', '# gap', header.trim()),
    fc.tuple(fc.double(), fc.constantFrom('o', 'm', 'r', 'x'), fc.string()).map((one) => JSON.stringify(one)),
  );
  fc.assert(
    fc.property(fc.array(anyLine), (lines) => {
      readAll(header, lines.join('\n'));
    }),
    { numRuns: 1_000 },
  );
});
