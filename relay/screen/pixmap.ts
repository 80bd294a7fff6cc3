/** A picture as rows of red, green and blue, from the top. */
export type Pixmap = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

const maxSide = 16_384;

/** What QEMU writes: a binary PPM of 8 bits a colour. Undefined for anything else, or less than all of it. */
export function parsePpm(bytes: Uint8Array): Pixmap | undefined {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const [all = '', columns, rows] = /^P6\s(\d+)\s(\d+)\s255\s/.exec(head) ?? [];
  const [width, height] = [Number(columns), Number(rows)];
  if (!isSide(width) || !isSide(height)) return undefined;
  const rgb = bytes.subarray(all.length);
  return rgb.length === width * height * 3 ? { width, height, rgb } : undefined;
}

const isSide = (value: number): boolean => value > 0 && value <= maxSide;
