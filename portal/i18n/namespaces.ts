/** One file of words per area of the portal, in each language's folder. */
export const namespaces = [
  'common',
  'errors',
  'sessions',
  'machines',
  'prerequisites',
  'console',
  'ssh',
  'access',
  'activity',
  'replay',
  'policies',
] as const;
