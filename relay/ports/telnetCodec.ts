// RFC 854 (telnet), 856 (binary), 857 (echo), 858 (suppress go-ahead), 1143 (answers that cannot loop).

const iac = 255;
const verbs = { will: 251, wont: 252, do: 253, dont: 254 } as const;
const subnegotiation = { begin: 250, end: 240 } as const;
const options = { binary: 0, echo: 1, suppressGoAhead: 3 } as const;
const nul = 0;
const carriageReturn = 13;

/** Told at once: a serial line carries every byte, both ways. */
export const telnetGreeting = Uint8Array.from(
  [
    [iac, verbs.will, options.binary],
    [iac, verbs.do, options.binary],
    [iac, verbs.do, options.suppressGoAhead],
  ].flat(),
);

/** What the other side may do, and what this one does when asked to. */
const takenOptions = new Set<number>([options.binary, options.echo, options.suppressGoAhead]);
const givenOptions = new Set<number>([options.binary, options.suppressGoAhead]);

/**
 * One connection's side of telnet. Everything but a transparent line is refused, and what is agreed is not answered
 * again.
 */
export class TelnetCodec {
  readonly #answer: (bytes: Uint8Array) => void;
  #state: 'data' | 'command' | 'option' | 'sub' | 'subCommand' = 'data';
  #verb = 0;
  #afterReturn = false;
  /** As agreed: what the other side does, and what this one does. */
  readonly #theirs = new Set<number>([options.binary, options.suppressGoAhead]);
  readonly #ours = new Set<number>([options.binary]);
  #kept = new Uint8Array(0);
  #length = 0;

  constructor(answer: (bytes: Uint8Array) => void) {
    this.#answer = answer;
  }

  /** What of these bytes the guest wrote. A sequence may be cut anywhere between two calls. */
  decode(bytes: Uint8Array): Uint8Array {
    this.#kept = new Uint8Array(bytes.length + 1);
    this.#length = 0;
    for (const byte of bytes) this.#read(byte);
    return this.#kept.subarray(0, this.#length);
  }

  /** What is to be sent so that the guest reads these bytes. */
  encode(bytes: Uint8Array): Uint8Array {
    const isBinary = this.#ours.has(options.binary);
    const sent: number[] = [];
    for (const byte of bytes) {
      sent.push(byte);
      if (byte === iac) sent.push(iac);
      if (byte === carriageReturn && !isBinary) sent.push(nul);
    }
    return Uint8Array.from(sent);
  }

  #keep(byte: number): void {
    this.#kept[this.#length] = byte;
    this.#length += 1;
  }

  #read(byte: number): void {
    switch (this.#state) {
      case 'data':
        return this.#readData(byte);
      case 'command':
        return this.#readCommand(byte);
      case 'option':
        this.#state = 'data';
        return this.#negotiate(byte);
      case 'sub':
        if (byte === iac) this.#state = 'subCommand';
        return;
      case 'subCommand':
        this.#state = byte === subnegotiation.end ? 'data' : 'sub';
    }
  }

  #readData(byte: number): void {
    const isFill = this.#afterReturn && byte === nul && !this.#theirs.has(options.binary);
    this.#afterReturn = byte === carriageReturn;
    if (byte === iac) this.#state = 'command';
    else if (!isFill) this.#keep(byte);
  }

  #readCommand(byte: number): void {
    this.#state = 'data';
    if (byte === subnegotiation.begin) this.#state = 'sub';
    else if (byte >= verbs.will && byte <= verbs.dont) {
      this.#state = 'option';
      this.#verb = byte;
    } else if (byte === iac) this.#keep(iac);
    else if (byte < subnegotiation.end) {
      // No command: QEMU does not double the 255 that its guest writes.
      this.#keep(iac);
      this.#keep(byte);
    }
  }

  #negotiate(option: number): void {
    const isOffer = this.#verb === verbs.will || this.#verb === verbs.wont;
    const isOn = this.#verb === verbs.will || this.#verb === verbs.do;
    const agreed = isOffer ? this.#theirs : this.#ours;
    if (isOn === agreed.has(option)) return; // An answer, or nothing new.
    const takes = isOn && (isOffer ? takenOptions : givenOptions).has(option);
    if (takes) agreed.add(option);
    else agreed.delete(option);
    const [yes, no] = isOffer ? [verbs.do, verbs.dont] : [verbs.will, verbs.wont];
    this.#answer(Uint8Array.of(iac, takes ? yes : no, option));
  }
}
