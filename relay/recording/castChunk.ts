import { type CastCode, castComment, castEvent, castHeader } from '../../shared/recording/asciicast.ts';
import { type ChunkSeal, sealLine } from '../../shared/recording/chunk.ts';
import { wholeCharacters } from './wholeCharacters.ts';

/** Where the recording is: what the next chunk goes on from. */
export type CastPlace = {
  readonly session: string;
  readonly chunk: number;
  readonly previous: string;
  readonly epoch: string;
  /** Offset of the next byte to record. */
  readonly offset: number;
  readonly time: number;
  readonly startTime: number;
  /** Could not be recorded. */
  readonly lostBytes: number;
  readonly title: string;
};

/** One chunk in the making. */
export class CastChunk {
  readonly #place: CastPlace;
  readonly #lines: string[] = [];
  #size = 0;
  #time: number;
  #offset: number;
  #rest: Uint8Array = new Uint8Array(0);
  #lostBytes: number;

  constructor(place: CastPlace) {
    this.#place = place;
    this.#time = place.time;
    this.#offset = place.offset;
    this.#lostBytes = place.lostBytes;
    const { startTime, title } = place;
    // 80 x 25: what a PC's serial console is; only SSH tells another size.
    if (place.chunk === 0) this.#add(castHeader({ cols: 80, rows: 25, startTime, title }));
  }

  get size(): number {
    return this.#size;
  }

  get isEmpty(): boolean {
    return this.#lines.length === (this.#place.chunk === 0 ? 1 : 0);
  }

  /** Offset of the next byte to add. */
  get end(): number {
    return this.#offset + this.#rest.length;
  }

  /** Bytes from `end` on. */
  output(time: number, bytes: Uint8Array): void {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const used = wholeCharacters(all);
    this.#rest = all.slice(used);
    if (used > 0) this.#print(time, all.subarray(0, used));
  }

  event(time: number, code: Exclude<CastCode, 'o'>, data: string): void {
    this.#flushRest(time);
    this.#add(castEvent(this.#since(time), code, data));
  }

  /** Bytes from `end` to `to` are gone for good. */
  gap(time: number, to: number): void {
    const from = this.end;
    this.event(time, 'm', `${to - from} bytes were not recorded`);
    this.#add(castComment('gap', { from, to }));
    this.#lostBytes += to - from;
    this.#offset = to;
  }

  /** The bytes of the chunk and the place after it. The rest of a character stays for the next chunk. */
  close(isLast: boolean): { readonly bytes: Uint8Array; readonly seal: ChunkSeal } {
    if (isLast) this.#flushRest(this.#time);
    const { session, chunk, previous, epoch, offset: from, startTime } = this.#place;
    const time = this.#time;
    const to = this.#offset;
    const lostBytes = this.#lostBytes;
    const seal: ChunkSeal = { v: 1, session, chunk, previous, epoch, from, to, lostBytes, time, startTime };
    return { bytes: Buffer.from(this.#lines.join('') + sealLine(seal)), seal };
  }

  #flushRest(time: number): void {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    if (rest.length > 0) this.#print(time, rest);
  }

  #print(time: number, bytes: Uint8Array): void {
    const whole = Buffer.from(bytes);
    const text = whole.toString('utf8');
    this.#add(castEvent(this.#since(time), 'o', text));
    if (!Buffer.from(text).equals(whole)) this.#add(castComment('bytes', whole.toString('base64')));
    this.#offset += bytes.length;
  }

  #since(time: number): number {
    const intervalMs = Math.max(0, time - this.#time);
    this.#time += intervalMs;
    return intervalMs;
  }

  #add(line: string): void {
    this.#lines.push(line);
    this.#size += line.length;
  }
}
