import type { AccessWriter } from '../../shared/access/ports.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import type { Order } from '../../shared/sessions/auditedOrder.ts';
import { type Deps, deps } from '../deps.ts';
import type { Call } from './route.ts';

/** What a change of roles works with: access as it is by then, rather than as it was read for this call. */
export const writing = (call: Call) => ({
  ...call.deps,
  access: deps().access,
  accessWriter: requireWriter(call.deps),
});

export const whoOrders = ({ caller, deps: { sourceAddress }, request }: Call): Order => ({
  caller,
  sourceIpAddress: sourceAddress(request.headers),
});

/** Where roles and assignments are Azure's own, nobody changes them with Sallyport's identity. */
function requireWriter({ accessWriter }: Pick<Deps, 'accessWriter'>): AccessWriter {
  if (accessWriter !== undefined) return accessWriter;
  throw new SallyportError(
    'AccessManagedElsewhere',
    'Roles and their assignments are read from Azure here. Change them in Azure.',
  );
}
