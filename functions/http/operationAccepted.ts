import type { HttpRequest } from '@azure/functions';
import type { MachineOperation } from '../../shared/machines/ports.ts';
import type { Answer } from './endpoint.ts';

/** Seconds between two looks: a guest boots or shuts down in a few. */
export const retryAfter = { 'retry-after': '1' };

/**
 * ARM's 202: the operation goes on, and these are the addresses that tell of it. Root-relative as every link of
 * this API: neither a forged Host header nor a proxy can send a client elsewhere.
 */
export function operationAccepted(
  request: HttpRequest,
  { operationId, targetResourceId }: MachineOperation,
  location: string,
): Answer {
  const version = [...request.query].find(([name]) => name.toLowerCase() === 'api-version')?.[1] ?? '';
  const subscription = targetResourceId.split('/')[2] ?? '';
  const path = `/subscriptions/${subscription}/providers/Microsoft.Compute/locations/${location}/operations/${operationId}`;
  const address = `${path}?api-version=${encodeURIComponent(version)}`;
  return {
    status: 202,
    headers: { 'azure-asyncoperation': address, location: `${address}&monitor=true`, ...retryAfter },
  };
}
