import { SallyportError } from '../../contracts/errors.ts';

/** A filter that cannot be used is refused with the place of the fault: one that is ignored shows too much. */
export function filterFault(position: number, problem: string): SallyportError {
  return new SallyportError('InvalidRequest', `$filter, character ${position + 1}: ${problem}`, {
    target: '$filter',
  });
}
