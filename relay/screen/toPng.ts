import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import type { Pixmap } from './pixmap.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const trueColour = 2;
/** A text screen is mostly one colour, twice as quick and hardly larger than at the default of 6. */
const level = 3;

/** In another thread where it takes long: the ports go on meanwhile. */
export async function toPng({ width, height, rgb }: Pixmap): Promise<Uint8Array> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, trueColour], 8);
  const pixels = await promisify(deflate)(withFilters(rgb, width * 3, height), { level });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Before each row goes the number of its filter: 0, none. */
function withFilters(rgb: Uint8Array, rowBytes: number, height: number): Buffer {
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let row = 0; row < height; row += 1) {
    rows.set(rgb.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  }
  return rows;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
