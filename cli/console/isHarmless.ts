/** Where the cursor is and what the terminal is: the guest cannot choose the text of these answers. */
const answerable = /^\[>?0?c$|^\[[56]n$/;

/** Answers that a guest can shape, the size and title of the window, reports of modes, and a printer. */
const queries = [
  /^\[[^@-~]*[nctix]$/,
  /^\[>[^@-~]*q$/,
  /^\[\?[^@-~]*[uS]$/,
  // Requests for modes, states, checksums, colours: all of them have one of these before their letter.
  /^\[[^@-~]*[$*&'+][@-~]$/,
  /^Z$/,
];

/** Device strings and private ones: state requests, macros, pictures. */
const deviceString = /^[PX^_]/;
/** A colour is asked for; 8 is a link, 52 the clipboard, 9 and 777 are messages on the desktop. */
const operatingString = /^\](8|9|52|777)\D|^\][^]*\?/;

/** `sequence` is whole, from ESC to its last byte. */
export function isHarmless(sequence: readonly number[], mayAnswer: boolean): boolean {
  const text = String.fromCharCode(...sequence.slice(1));
  if (answerable.test(text)) return mayAnswer;
  if (deviceString.test(text) || operatingString.test(text)) return false;
  return !queries.some((query) => query.test(text));
}
