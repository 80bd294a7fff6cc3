import { expect, test } from 'vitest';
import { createKeptOutput } from '../../../../relay/ports/keptOutput.ts';

const read = (pieces: Uint8Array[]): string => Buffer.concat(pieces).toString();

test('output is given from any offset that is still kept', () => {
  const output = createKeptOutput(4);
  for (const text of ['abc', 'def', 'ghi']) output.append(Buffer.from(text));

  expect([output.end, read(output.from(5)), read(output.from(7)), read(output.from(9))]).toEqual([
    9,
    'fghi',
    'hi',
    '',
  ]);
  expect(() => output.from(4)).toThrow();
  expect(() => output.from(10)).toThrow();
});

test('output that was kept before its offset is known can be moved there', () => {
  const output = createKeptOutput(100);
  output.append(Buffer.from('boot'));
  output.moveTo(1_000);
  output.append(Buffer.from('ed'));

  expect([output.end, read(output.from(1_000))]).toEqual([1_006, 'booted']);
});
