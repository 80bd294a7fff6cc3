import type { Pixmap } from './pixmap.ts';

const headerBytes = 54;

/** Azure's format of screenshots: 24 bits a pixel, rows from the bottom, each padded to four bytes. */
export function toBmp({ width, height, rgb }: Pixmap): Uint8Array {
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const bmp = Buffer.alloc(headerBytes + rowBytes * height);
  bmp.write('BM');
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(headerBytes, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(width, 18);
  bmp.writeInt32LE(height, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(24, 28);
  bmp.writeUInt32LE(rowBytes * height, 34);
  for (let row = 0; row < height; row += 1) {
    const to = headerBytes + (height - 1 - row) * rowBytes;
    copyRow(rgb.subarray(row * width * 3, (row + 1) * width * 3), bmp.subarray(to));
  }
  return bmp;
}

/** Blue comes first. */
function copyRow(rgb: Uint8Array, row: Uint8Array): void {
  for (let place = 0; place < rgb.length; place += 3) {
    row[place] = rgb[place + 2] ?? 0;
    row[place + 1] = rgb[place + 1] ?? 0;
    row[place + 2] = rgb[place] ?? 0;
  }
}
