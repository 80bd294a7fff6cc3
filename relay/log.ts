/** One JSON line per event. Never a secret, never a byte of a console: fields are ids, counts and codes. */
export type Log = {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
};
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export function createLog(write: (line: string) => void, now: () => Date): Log {
  const line =
    (level: string) =>
    (event: string, fields: LogFields = {}): void =>
      write(`${JSON.stringify({ time: now().toISOString(), level, event, ...fields })}\n`);
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

/** What may be said about a fault: its name and code. A message may hold an URL with a token in it. */
export function faultFields(fault: unknown): LogFields {
  const { name, cause, status, statusCode, ...rest } = Object(fault) as Record<string, unknown>;
  // `fetch` hides the reason in the cause.
  const code = rest.code ?? (Object(cause) as Record<string, unknown>).code;
  // What `ws` says when an upgrade is refused: the status is nowhere else.
  const refused = /^Unexpected server response: (\d{3})$/.exec(String(Object(fault).message))?.[1];
  const fields = { fault: name, code, status: status ?? statusCode ?? refused };
  const shown = Object.entries(fields).filter(
    (field): field is [string, string | number] =>
      typeof field[1] === 'string' || typeof field[1] === 'number',
  );
  return Object.fromEntries(shown);
}
