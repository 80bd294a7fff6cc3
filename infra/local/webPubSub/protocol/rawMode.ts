import { isGroupName } from './names.ts';

/** What the frames of a client without a subprotocol mean; fixed by the query of its connect request. */
export type RawMode =
  | { readonly mode: 'sendEvent' }
  | { readonly mode: 'sendToGroup'; readonly group: string; readonly noEcho: boolean };

/** Undefined when the query is invalid. Repeated parameters: the last counts. */
export function parseRawMode(query: URLSearchParams): RawMode | undefined {
  const mode = (query.getAll('webpubsub_mode').at(-1) ?? '').toLowerCase();
  if (mode === '' || mode === 'sendevent') return { mode: 'sendEvent' };
  if (mode !== 'sendtogroup') return undefined;
  const group = query.getAll('group').at(-1) ?? '';
  const noEcho = (query.getAll('noEcho').at(-1) ?? 'false').toLowerCase();
  if (!isGroupName(group) || (noEcho !== 'true' && noEcho !== 'false')) return undefined;
  return { mode: 'sendToGroup', group, noEcho: noEcho === 'true' };
}
