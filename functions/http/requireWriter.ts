import type { AccessWriter } from '../../shared/access/ports.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import type { Deps } from '../deps.ts';

/** Where roles and assignments are Azure's own, nobody changes them with Sallyport's identity. */
export function requireWriter({ accessWriter }: Pick<Deps, 'accessWriter'>): AccessWriter {
  if (accessWriter !== undefined) return accessWriter;
  throw new SallyportError(
    'AccessManagedElsewhere',
    'Roles and their assignments are read from Azure here. Change them in Azure.',
  );
}
