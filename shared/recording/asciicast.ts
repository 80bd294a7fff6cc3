/** asciicast v3, one JSON value a line: https://docs.asciinema.org/manual/asciicast/v3/ */
export type CastCode = 'o' | 'm' | 'r' | 'x';

export function castHeader(options: {
  readonly cols: number;
  readonly rows: number;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  readonly title: string;
}): string {
  const { cols, rows, startTime, title } = options;
  return line({
    version: 3,
    term: { cols, rows, type: 'xterm-256color' },
    timestamp: Math.floor(startTime / 1_000),
    title,
  });
}

/** `intervalMs`: since the event before it, or since the start. */
export function castEvent(intervalMs: number, code: CastCode, data: string): string {
  return line([Math.max(0, Math.round(intervalMs)) / 1_000, code, data]);
}

/** Players skip it. */
export const castComment = (word: string, value: unknown): string => `# ${word} ${line(value)}`;

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
