import type { IParser } from '@xterm/xterm';

/**
 * A terminal answers queries in its output by typing. Answered from a replay, to several viewers at once, or
 * with text that the guest chose, those answers are somebody else's commands (CVE-2008-2383 and its kin). So
 * xterm.js may answer only where the cursor is and what it is (`ESC[5n`, `ESC[6n`, `ESC[c`, `ESC[>c`), and
 * only while output is parsed that this viewer has to answer. All other queries are swallowed before it sees them.
 */
export type AnswerGuard = {
  /** Call for every chunk when it is handed over for parsing, and `written` when it has been parsed. */
  writing(mayAnswer: boolean): void;
  written(): void;
  /** Focus reports come from the browser, not from the user or a query; a serial line has no use for them. */
  isFocusReport(text: string): boolean;
};

/** `areLinksHandled`: whoever chooses a link of the guest's is asked first, and sees where it leads. */
export function guardAnswers(parser: IParser, { areLinksHandled = false } = {}): AnswerGuard {
  /** Chunks handed over and not yet parsed, in order; the first is the one that handlers run for. */
  const chunks: boolean[] = [];
  const swallow = (): boolean => true;
  const swallowUnlessMine = (): boolean => chunks[0] !== true;
  const swallowQuery = (data: string): boolean => data.includes('?');

  parser.registerCsiHandler({ final: 'n' }, swallowUnlessMine);
  parser.registerCsiHandler({ final: 'c' }, swallowUnlessMine);
  parser.registerCsiHandler({ prefix: '>', final: 'c' }, swallowUnlessMine);
  parser.registerCsiHandler({ prefix: '?', final: 'n' }, swallow);
  parser.registerCsiHandler({ final: 't' }, swallow);
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow);
  parser.registerCsiHandler({ intermediates: '$', final: 'p' }, swallow);
  parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, swallow);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow);
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, swallow);
  for (const colour of [4, 10, 11, 12]) parser.registerOscHandler(colour, swallowQuery);
  // Links and the clipboard are the guest's way out of the terminal: a link keeps its text and loses its target.
  for (const escape of areLinksHandled ? [52] : [8, 52]) parser.registerOscHandler(escape, swallow);

  return {
    writing: (mayAnswer) => void chunks.push(mayAnswer),
    written: () => void chunks.shift(),
    isFocusReport: (text) => text === '\x1b[I' || text === '\x1b[O',
  };
}
