import type { OutputLog } from '../outputLog.ts';
import { CastChunk, type CastPlace } from './castChunk.ts';
import { type EventCode, PendingCast } from './pendingCast.ts';

export type CastSourceDeps = {
  readonly output: Pick<OutputLog, 'end' | 'firstKept' | 'read'>;
  readonly now: () => number;
};

const maxChunkBytes = 262_144;
/** Fewer are what the last chunk left of a character: they are no news. */
const mostOfACharacter = 4;

/**
 * What is to be recorded and in no chunk yet. Output waits with its times; what did not fit is read again from the
 * port's log.
 */
export class CastSource {
  readonly #deps: CastSourceDeps;
  readonly #pending = new PendingCast();
  /** Offset after the last byte that the port gave. */
  #end: number;
  #isCatchingUp = false;
  #isEnding = false;

  constructor(deps: CastSourceDeps) {
    this.#deps = deps;
    this.#end = deps.output.end;
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Offset after the last byte that is to be recorded. */
  get end(): number {
    return this.#end;
  }

  /** Apart from output that only the port's log has. */
  get hasWaiting(): boolean {
    return this.#isEnding || this.#pending.first !== undefined;
  }

  /** More waits than one chunk takes. */
  get isFull(): boolean {
    return this.#pending.bytes > maxChunkBytes;
  }

  /** The port's next bytes. */
  output(offset: number, bytes: Uint8Array): void {
    this.#end = offset + bytes.length;
    this.#pending.add({ kind: 'output', time: this.#deps.now(), offset, bytes });
  }

  event(code: EventCode, data: string): void {
    this.#pending.add({ kind: 'event', time: this.#deps.now(), code, data });
  }

  /** Nothing more comes: the chunk with the rest is the last one. */
  finish(): void {
    this.#isEnding = true;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#pending.clear();
  }

  /** For a recording that an earlier relay began: output before `offset` is in its chunks. */
  resumeAt(offset: number, time: number): void {
    this.#pending.resumeAt(offset, { kind: 'event', time, code: 'm', data: 'the relay went on here' });
  }

  /** Moves what waits into the chunk at this place, as much as it takes. */
  async take(place: CastPlace): Promise<{ readonly chunk: CastChunk; readonly isLast: boolean }> {
    const chunk = new CastChunk(place);
    while (chunk.size < maxChunkBytes) {
      const next = this.#pending.first;
      const waitsFor = next?.kind === 'output' ? next.offset : this.#end;
      if (next?.kind !== 'event' && chunk.end < waitsFor) {
        await this.#catchUp(chunk, waitsFor);
      } else if (next === undefined) break;
      else this.#moveFirst(chunk);
    }
    return { chunk, isLast: this.#isEnding && this.#pending.first === undefined && chunk.end >= this.#end };
  }

  /** Moves what waits first into the chunk. */
  #moveFirst(chunk: CastChunk): void {
    const next = this.#pending.take();
    if (next === undefined) return;
    this.#isCatchingUp = false;
    if (next.kind === 'event') {
      chunk.event(next.time, next.code, next.data);
      return;
    }
    const known = chunk.end - next.offset;
    if (known < next.bytes.length) chunk.output(next.time, next.bytes.subarray(known));
  }

  /** Output that nobody kept the times of: from the port's log, as if it came at once. */
  async #catchUp(chunk: CastChunk, to: number): Promise<void> {
    const { output, now } = this.#deps;
    const kept = Math.min(output.firstKept(chunk.end), to);
    if (kept > chunk.end) return chunk.gap(now(), kept);
    if (!this.#isCatchingUp && to - chunk.end >= mostOfACharacter) {
      chunk.event(now(), 'm', `the times of ${to - chunk.end} bytes are lost`);
    }
    this.#isCatchingUp = true;
    const bytes = await output.read(chunk.end, Math.min(65_536, to - chunk.end));
    if (bytes.length === 0) throw new Error('The output to be recorded cannot be read now.');
    chunk.output(now(), bytes);
  }
}
