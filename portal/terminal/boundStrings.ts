const bell = 0x07;
const cancel = 0x18;
const substitute = 0x1a;
const escape = 0x1b;
/** In UTF-8 a control of 8 bits begins so. */
const latinLead = 0xc2;
const oscStart = ']'.charCodeAt(0);
/** Both after ESC and, with 0x40 added, as a control of 8 bits: DCS, SOS, OSC, PM, APC. */
const stringStarts = new Set(Array.from('PX]^_', (letter) => letter.charCodeAt(0)));
/** A title, a link or a colour is shorter; xterm.js would keep ten million characters of one. */
const maxStringBytes = 8_192;

type State = 'text' | 'latin' | 'escape' | 'string' | 'tooLong';

/**
 * Strings within control sequences (titles, links, device strings) have no length of their own: a guest that never
 * ends one fills the memory. One that is too long is ended without effect, and what is left of it is swallowed.
 */
export class BoundStrings {
  #state: State = 'text';
  #isOsc = false;
  #length = 0;

  /** The same bytes where nothing is too long, which is nearly always. */
  filter(bytes: Uint8Array): Uint8Array {
    const kept: Uint8Array[] = [];
    let from = 0;
    bytes.forEach((byte, index) => {
      const before = this.#state;
      this.#take(byte);
      if (before !== 'tooLong' && this.#state === 'tooLong') {
        kept.push(bytes.subarray(from, index), Uint8Array.of(cancel));
      }
      // The ESC that ends it may begin something else; a BEL or CAN is the string's own.
      if (before === 'tooLong') from = this.#state === 'escape' ? index : index + 1;
    });
    if (kept.length === 0 && from === 0 && this.#state !== 'tooLong') return bytes;
    if (this.#state !== 'tooLong') kept.push(bytes.subarray(from));
    return joined(kept);
  }

  /** Whatever was under way has been cancelled. */
  reset(): void {
    this.#state = 'text';
  }

  #take(byte: number): void {
    if (this.#state === 'text') this.#takeText(byte);
    else if (byte === escape) this.#state = 'escape';
    else if (byte === cancel || byte === substitute) this.#state = 'text';
    else if (this.#state === 'latin') this.#takeLatin(byte);
    else if (this.#state === 'escape') this.#takeEscape(byte);
    else this.#takeString(byte);
  }

  #takeText(byte: number): void {
    if (byte === escape) this.#state = 'escape';
    else if (byte === latinLead) this.#state = 'latin';
  }

  #takeLatin(byte: number): void {
    if (stringStarts.has(byte - 0x40)) this.#begin(byte - 0x40);
    else this.#state = byte === latinLead ? 'latin' : 'text';
  }

  /** Controls in between are done, and the sequence goes on. */
  #takeEscape(byte: number): void {
    if (stringStarts.has(byte)) this.#begin(byte);
    else if (byte >= 0x20) this.#state = 'text';
  }

  #takeString(byte: number): void {
    this.#length += 1;
    if (byte === bell && this.#isOsc) this.#state = 'text';
    else if (this.#length > maxStringBytes) this.#state = 'tooLong';
  }

  #begin(start: number): void {
    this.#state = 'string';
    this.#isOsc = start === oscStart;
    this.#length = 0;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
