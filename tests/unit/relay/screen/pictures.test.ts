import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parsePpm } from '../../../../relay/screen/pixmap.ts';
import { toBmp } from '../../../../relay/screen/toBmp.ts';
import { toPng } from '../../../../relay/screen/toPng.ts';

const rgb = Uint8Array.from({ length: 3 * 2 * 3 }, (_, index) => index + 1);
const ppm = (head = 'P6\n3 2\n255\n', bytes: Uint8Array = rgb) => Buffer.concat([Buffer.from(head), bytes]);
const pixmap = parsePpm(ppm()) ?? { width: 0, height: 0, rgb: new Uint8Array(0) };

test('a PPM is read, and nothing that is cut off or of another kind', () => {
  expect(pixmap).toEqual({ width: 3, height: 2, rgb: Buffer.from(rgb) });
  expect(parsePpm(ppm('P5\n3 2\n255\n'))).toBeUndefined();
  expect(parsePpm(ppm('P6\n3 2\n65535\n'))).toBeUndefined();
  expect(parsePpm(ppm('P6\n99999 99999\n255\n'))).toBeUndefined();
  expect(parsePpm(ppm().subarray(0, -1))).toBeUndefined();
  expect(parsePpm(new Uint8Array(0))).toBeUndefined();
});

test('a BMP has its rows from the bottom, blue first, padded to four bytes', () => {
  const bmp = Buffer.from(toBmp(pixmap));

  expect([bmp.toString('latin1', 0, 2), bmp.readUInt32LE(2), bmp.length]).toEqual(['BM', 78, 78]);
  expect([bmp.readInt32LE(18), bmp.readInt32LE(22), bmp.readUInt16LE(28)]).toEqual([3, 2, 24]);
  expect([...bmp.subarray(54, 66)]).toEqual([12, 11, 10, 15, 14, 13, 18, 17, 16, 0, 0, 0]);
  expect([...bmp.subarray(66)]).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7, 0, 0, 0]);
});

test('a PNG holds the same pixels', async () => {
  const png = Buffer.from(await toPng(pixmap));
  const length = png.readUInt32BE(33);

  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([3, 2]);
  expect(png.toString('latin1', 37, 41)).toBe('IDAT');
  expect([...inflateSync(png.subarray(41, 41 + length))]).toEqual([
    0,
    ...rgb.subarray(0, 9),
    0,
    ...rgb.subarray(9),
  ]);
  // The check sum of an empty IEND is the same in every PNG.
  expect(png.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
});
