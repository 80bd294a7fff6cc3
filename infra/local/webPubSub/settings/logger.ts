type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Fields never hold tokens, keys or payloads. */
export type Logger = (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;

export const silentLogger: Logger = () => undefined;

/** One JSON object a line; debug lines are left out. */
export const createJsonLogger =
  (write: (line: string) => void): Logger =>
  (level, message, fields = {}) => {
    if (level === 'debug') return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
