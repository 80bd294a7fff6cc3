import { BootLogText } from './bootLogText.ts';
import { type BootLogPart, maxReadBytes } from './readBootLog.ts';

/** Fewer bytes than the lines that are kept: not even of empty ones is any lost. */
const sliceBytes = 32_768;

/** All of a log as plain text, however long it is, piece by piece. */
export async function* wholeBootLog(
  read: (after: number) => Promise<BootLogPart>,
): AsyncGenerator<string, void> {
  const text = new BootLogText();
  let isMore = true;
  for (let at = 0; isMore; ) {
    const { bytes, from } = await read(at);
    for (let start = 0; start < bytes.length; start += sliceBytes) {
      text.add(bytes.subarray(start, start + sliceBytes));
      yield ended(text.drain());
    }
    at = from + bytes.byteLength;
    isMore = bytes.byteLength === maxReadBytes;
  }
  yield ended(text.lines);
}

const ended = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
