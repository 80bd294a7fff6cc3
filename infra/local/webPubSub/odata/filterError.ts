/** Why a filter cannot be used. The text is part of the service's behaviour: callers compare it. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}

/** `position` is the end of the token that does not fit. */
export const syntaxError = (position: number, text: string): FilterError =>
  new FilterError(`Syntax error at position ${position} in '${text}'.`);

export const typeError = (actual: string, expected: string): FilterError =>
  new FilterError(`Type '${actual}', expect '${expected}'.`);
