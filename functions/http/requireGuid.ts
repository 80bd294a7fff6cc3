import { z } from 'zod';
import { SallyportError } from '../../shared/contracts/errors.ts';

const guid = z.guid();

/** Routes take a GUID in any of the forms of .NET; what is stored has one, or the same name would be several. */
export function requireGuid(target: string, value = ''): string {
  if (guid.safeParse(value).success) return value.toLowerCase();
  throw new SallyportError('InvalidRequest', 'The name is a GUID with four hyphens and no braces.', {
    target,
  });
}
