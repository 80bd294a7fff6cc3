/** What QEMU says on its monitor: one JSON object per line. */
export type QmpMessage =
  | { readonly kind: 'greeting' }
  | { readonly kind: 'event'; readonly name: string; readonly data: Record<string, unknown> }
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly reason: string };

/** Undefined for a line that is none of these, so that a newer QEMU's additions do no harm. */
export function parseQmpLine(line: string): QmpMessage | undefined {
  const value = parseObject(line);
  if (value === undefined) return undefined;
  if ('QMP' in value) return { kind: 'greeting' };
  if (typeof value['event'] === 'string') {
    return { kind: 'event', name: value['event'], data: asObject(value['data']) ?? {} };
  }
  const id = value['id'];
  if (typeof id !== 'number') return undefined;
  if ('return' in value) return { kind: 'reply', id, value: value['return'] };
  const reason = asObject(value['error'])?.['desc'];
  return { kind: 'refusal', id, reason: typeof reason === 'string' ? reason : 'QEMU refused.' };
}

/** Cuts a stream into lines; what follows the last line feed waits for the next piece. */
export function createLineCutter(): (piece: string) => string[] {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    return lines.map((line) => line.trim()).filter((line) => line !== '');
  };
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(line));
  } catch {
    return undefined; // Not JSON: nothing that QEMU says to us.
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
