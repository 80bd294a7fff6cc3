/**
 * The same program in ASCII: one character beyond Latin-1, in some regular expression, and V8 keeps all of a
 * source in two bytes a character. After a backslash the character stays: it may be the one that is escaped.
 */
export const toAscii = (source: string): string =>
  source.replaceAll(/(?<!\\)[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
