/**
 * Does an action pattern of a role name this action? `*` stands for any text, slashes included; the whole
 * action must match; case does not matter. The pattern `a/*` + `/read` therefore does not name `a/read`.
 * Not a regular expression: this takes linear time whatever the pattern.
 */
export function matchesAction(pattern: string, action: string): boolean {
  const text = action.toLowerCase();
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let position = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return text.length - last.length >= position && text.endsWith(last);
}
