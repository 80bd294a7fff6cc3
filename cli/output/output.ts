import { formatTable } from './formatTable.ts';
import { printable, printableJson } from './printable.ts';

/** What a command has to say: results on stdout, everything else on stderr. */
export type Output = {
  /** One result: for people as a table, or for programs as it came. */
  table(headers: readonly string[], rows: readonly (readonly string[])[]): void;
  json(value: unknown): void;
  line(text: string): void;
  /** Beside the result. */
  note(text: string): void;
};

export type Streams = {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
};

export function createOutput({ stdout, stderr }: Streams): Output {
  return {
    table: (headers, rows) => stdout(`${formatTable(headers, rows)}\n`),
    json: (value) => stdout(`${printableJson(value)}\n`),
    line: (text) => stdout(`${printable(text)}\n`),
    note: (text) => stderr(`${printable(text)}\n`),
  };
}
