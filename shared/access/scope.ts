/** `/` or `/a/b/…`. An empty, `.` or `..` segment is a way round somebody's prefix check, so it is no scope. */
export function isScope(scope: string): boolean {
  if (scope === '/') return true;
  if (!scope.startsWith('/')) return false;
  const segments = scope.slice(1).split('/');
  return segments.every((segment) => !['', '.', '..'].includes(segment));
}

/** Does what is assigned at `upper` reach `lower`? The same scope or one below it, by whole segments, case aside. */
export function coversScope(upper: string, lower: string): boolean {
  if (!isScope(upper) || !isScope(lower)) return false;
  if (upper === '/') return true;
  return `${lower}/`.toLowerCase().startsWith(`${upper}/`.toLowerCase());
}
