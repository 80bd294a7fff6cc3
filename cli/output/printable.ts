/**
 * Names and reasons are written by others. Controls would be obeyed by the terminal, and invisible marks of
 * direction would show a line other than it is.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) => (mark === '\n' ? '\n' : '\u{fffd}'));
}

/** The same, on one line. */
export const oneLine = (text: string): string => printable(text.replaceAll(/\s+/g, ' '));

/** JSON that means the same: its strings may hold what a terminal obeys, and only the lowest controls are escaped. */
export function printableJson(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2);
  return json.replaceAll(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) =>
    Array.from({ length: mark.length }, (_, unit) => escaped(mark.charCodeAt(unit))).join(''),
  );
}

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
