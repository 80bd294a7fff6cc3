const quote = '"'.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);
const openers = new Set(['[', '{'].map((char) => char.charCodeAt(0)));
const closers = new Set([']', '}'].map((char) => char.charCodeAt(0)));

/** Whether a JSON text nests deeper than `most`: told before it is parsed, and in one pass without recursion. */
export function isDeeperThan(text: string, most: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) isInString = !isInString;
    else if (isInString) at += code === backslash ? 1 : 0;
    else if (openers.has(code)) depth += 1;
    else if (closers.has(code)) depth -= 1;
    if (depth > most) return true;
  }
  return false;
}
