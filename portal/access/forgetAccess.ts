import type { QueryClient } from '@tanstack/react-query';
import { accessKeys } from '../query/keys.ts';

/** Roles or locks have changed: everything that hangs on them is read again. */
export async function forgetAccess(queries: QueryClient): Promise<void> {
  await Promise.all(accessKeys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
}
