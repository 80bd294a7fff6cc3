import type { Params } from './route.ts';

/** Segments in front of `/providers/Microsoft.Authorization`: an ASP.NET catch-all may only come last. */
const subscription = ['subscriptions', '{subscriptionId}'];
const group = [...subscription, 'resourceGroups', '{resourceGroup}'];
const resource = [...group, 'providers', '{namespace}', '{type}', '{name}'];

/** The depths at which access is asked about: each a route in front, and the scope that a match names. */
export const scopeShapes = [
  { suffix: 'OnSubscription', segments: subscription },
  { suffix: 'OnGroup', segments: group },
  { suffix: 'OnResource', segments: resource },
  { suffix: 'OnChild', segments: [...resource, '{childType}', '{childName}'] },
].map(({ suffix, segments }) => ({
  suffix,
  base: segments.join('/'),
  route: `${segments.join('/')}/providers/Microsoft.Authorization`,
  scope: (params: Params): string => fill(segments, params),
}));

function fill(segments: readonly string[], params: Params): string {
  const filled = segments.map((part) => (part.startsWith('{') ? (params[part.slice(1, -1)] ?? '') : part));
  return `/${filled.join('/')}`;
}
