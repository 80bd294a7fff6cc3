import type { FloodResult } from './measureFlood.ts';

/** What Web PubSub bills: its outbound bytes in units of 2 KB. */
const billedBytes = 2_048;
const base64 = 4 / 3;

/** The others have no messages of their own; what little is counted meanwhile belongs to idle paths. */
export const hasFrames = ({ frames, frameBytes, bytes }: FloodResult): boolean =>
  frames > 10 && frameBytes * 2 > bytes;

/** Against the bare bytes, as base64 where they travel in JSON. */
export function billedRatio({ name, bytes, frameBytes }: FloodResult): number {
  const floor = name.includes('json') || name === 'Sallyport' ? bytes * base64 : bytes;
  return Math.ceil(frameBytes / billedBytes) / Math.ceil(floor / billedBytes);
}
