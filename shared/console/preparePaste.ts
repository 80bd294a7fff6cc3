/** What a paste is about to do, for the question that comes before it. */
export type PasteFacts = {
  readonly characters: number;
  readonly bytes: number;
  readonly lines: number;
  /** The longest line is over what a guest's terminal driver takes of one line: the rest of it would be lost. */
  readonly isLineTooLong: boolean;
};

/** A paste, ready to be typed piece by piece. */
export type PreparedPaste = {
  readonly facts: PasteFacts;
  readonly pieces: readonly Uint8Array[];
  /** To be typed last, also when the paste is cancelled: a guest that was told of a paste waits for its end. */
  readonly end: Uint8Array | undefined;
};

/** Above this a person is asked first: Azure's console takes no more in one paste. */
export const askAboveCharacters = 2_048;

/** Linux keeps 4,096 bytes of a line that is being typed, its end included; what is beyond it throws away. */
const maxLineBytes = 4_095;
const pieceBytes = 1_024;
const enter = 0x0d;
const bracketBegin = '\x1b[200~';
const bracketEnd = '\x1b[201~';

/**
 * Ends of lines become Enter, as a terminal does it. For a guest that asked for bracketed pastes the text goes in
 * brackets, and without any ESC of its own, which could end them early and have the rest run as commands.
 */
export function preparePaste(
  text: string,
  isBracketed: boolean,
  encode: (text: string) => Uint8Array,
): PreparedPaste {
  const typed = text.replaceAll(/\r?\n/g, '\r');
  const body = encode(isBracketed ? typed.replaceAll('\x1b', '') : typed);
  const pieces = cut(body);
  return {
    facts: factsOf(text, body),
    pieces: isBracketed ? [encode(bracketBegin), ...pieces] : pieces,
    end: isBracketed ? encode(bracketEnd) : undefined,
  };
}

function factsOf(text: string, body: Uint8Array): PasteFacts {
  let lines = 1;
  let longest = 0;
  let length = 0;
  for (const byte of body) {
    length = byte === enter ? 0 : length + 1;
    if (byte === enter) lines += 1;
    longest = Math.max(longest, length);
  }
  return {
    characters: Array.from(text).length,
    bytes: body.length,
    lines,
    isLineTooLong: longest > maxLineBytes,
  };
}

/** At the end of a line where there is one, so that a guest that reads by lines has whole ones to read. */
function cut(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const most = Math.min(from + pieceBytes, bytes.length);
    const lineEnd = most === bytes.length ? most : bytes.lastIndexOf(enter, most - 1) + 1;
    const to = lineEnd > from ? lineEnd : most;
    pieces.push(bytes.subarray(from, to));
    from = to;
  }
  return pieces;
}
