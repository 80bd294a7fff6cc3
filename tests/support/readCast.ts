type Line = [number, string, string];

/** A cast, as a player reads it, and the exact bytes of its output. */
export function readCast(text: string): {
  header: Record<string, unknown>;
  events: Line[];
  output: Buffer;
} {
  const [first = '', ...lines] = text.split('\n').slice(0, -1);
  const events: Line[] = [];
  const parts: Buffer[] = [];
  for (const line of lines) {
    if (line.startsWith('# bytes '))
      parts[parts.length - 1] = Buffer.from(JSON.parse(line.slice(8)), 'base64');
    if (line.startsWith('#')) continue;
    const event = JSON.parse(line) as Line;
    events.push(event);
    if (event[1] === 'o') parts.push(Buffer.from(event[2]));
  }
  return { header: JSON.parse(first), events, output: Buffer.concat(parts) };
}
