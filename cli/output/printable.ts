/**
 * Names and reasons are written by others. Controls would be obeyed by the terminal, and invisible marks of
 * direction would show a line other than it is.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) => (mark === '\n' ? '\n' : '\u{fffd}'));
}

/** The same, on one line. */
export const oneLine = (text: string): string => printable(text.replaceAll(/\s+/g, ' '));
