import { isHarmless } from './isHarmless.ts';

const escape = 0x1b;
const enquiry = 0x05;
const bell = 0x07;
const cancel = 0x18;
const substitute = 0x1a;
const stringEnd = 0x5c;
/** In UTF-8 a control of 8 bits begins so; what follows is below 0xa0. */
const latinLead = 0xc2;
/** What is longer is thrown away: it is no title, and pictures do not come over a serial line. */
const maxSequenceBytes = 4_096;
const csiStart = '['.charCodeAt(0);
const stringStarts = new Set(Array.from('PX]^_', (letter) => letter.charCodeAt(0)));

/**
 * A terminal answers queries in its output by typing, and a person's own terminal cannot be told not to. So no
 * query reaches it that is not for this person to answer: what was written before they were there, what they only
 * watch, and what lets a guest choose the text of the answer. Links and the clipboard are kept from it as well.
 */
export class OutputGuard {
  #state: 'text' | 'latin' | 'escape' | 'csi' | 'string' | 'stringEscape' = 'text';
  #sequence: number[] = [];
  #mayAnswer = true;
  #shown: number[] = [];

  /** What of `bytes` may be shown. A sequence that is cut in two is shown once its end is there. */
  filter(bytes: Uint8Array, mayAnswer: boolean): Uint8Array {
    // Begun in a replay or ended in one: either way not ours to answer.
    this.#mayAnswer = mayAnswer && (this.#state === 'text' || this.#mayAnswer);
    this.#shown = [];
    for (const byte of bytes) {
      this.#take(byte);
      if (this.#state === 'text') this.#mayAnswer = mayAnswer;
    }
    return Uint8Array.from(this.#shown);
  }

  #take(byte: number): void {
    if (this.#state === 'text') return this.#takeText(byte);
    if (this.#state === 'latin') return this.#takeLatin(byte);
    if (this.#state === 'stringEscape') return this.#takeStringEscape(byte);
    // The two controls that end any sequence without effect.
    if (byte === cancel || byte === substitute) return this.#begin('text');
    if (this.#state === 'string') return this.#takeString(byte);
    if (byte === escape) return this.#begin('escape', byte);
    this.#keep(byte);
    if (this.#state === 'csi') this.#endIf(byte >= 0x40 && byte <= 0x7e);
    else if (byte === csiStart) this.#state = 'csi';
    else if (stringStarts.has(byte)) this.#state = 'string';
    else this.#endIf(byte < 0x20 || byte > 0x2f); // Bytes in between, as in `ESC ( B`.
  }

  #takeText(byte: number): void {
    if (byte === escape) this.#begin('escape', byte);
    else if (byte === latinLead) this.#begin('latin');
    else if (byte !== enquiry) this.#shown.push(byte);
  }

  #takeLatin(byte: number): void {
    this.#begin('text');
    if (byte >= 0x80 && byte < 0xa0) return;
    this.#shown.push(latinLead);
    this.#takeText(byte);
  }

  #takeString(byte: number): void {
    this.#keep(byte);
    if (byte === escape) this.#state = 'stringEscape';
    this.#endIf(byte === bell);
  }

  #takeStringEscape(byte: number): void {
    if (byte === stringEnd) {
      this.#keep(byte);
      return this.#endIf(true);
    }
    // No end of a string: it was given up for another sequence.
    this.#begin('escape', escape);
    this.#take(byte);
  }

  #keep(byte: number): void {
    if (this.#sequence.length <= maxSequenceBytes) this.#sequence.push(byte);
  }

  #endIf(isOver: boolean): void {
    if (!isOver) return;
    const isWhole = this.#sequence.length <= maxSequenceBytes;
    if (isWhole && isHarmless(this.#sequence, this.#mayAnswer)) this.#shown.push(...this.#sequence);
    this.#begin('text');
  }

  #begin(state: 'text' | 'latin' | 'escape', ...sequence: readonly number[]): void {
    this.#state = state;
    this.#sequence = [...sequence];
  }
}
