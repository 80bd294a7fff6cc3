export type LineEditor = { feed(bytes: Uint8Array): void };

/**
 * The part of a terminal driver that a simulated guest needs: echo, backspace, ^U, ^C, ^D, and a whole line
 * on Enter. Carriage return and line feed are one Enter when they come together.
 */
export function createLineEditor(handlers: {
  readonly print: (text: string) => void;
  readonly onLine: (line: string) => void;
  /** ^C, which is not echoed: what is being printed has to stop first. The line typed so far is gone. */
  readonly onInterrupt: () => void;
  /** ^D on an empty line. */
  readonly onEnd: () => void;
  /** False while a password is typed. */
  readonly echoes: () => boolean;
}): LineEditor {
  let line = '';
  let afterReturn = false;
  const echo = (text: string): void => {
    if (handlers.echoes()) handlers.print(text);
  };
  const keys: Readonly<Record<string, () => void>> = {
    '\r': () => enter(),
    '\n': () => enter(),
    '\b': () => erase(1),
    '\x7f': () => erase(1),
    '\x15': () => erase(line.length),
    '\x03': () => {
      line = '';
      handlers.onInterrupt();
    },
    '\x04': () => {
      if (line === '') handlers.onEnd();
    },
  };
  const enter = (): void => {
    const whole = line;
    line = '';
    handlers.print('\r\n');
    handlers.onLine(whole);
  };
  const erase = (count: number): void => {
    const erased = Math.min(count, line.length);
    line = line.slice(0, line.length - erased);
    echo('\b \b'.repeat(erased));
  };
  const press = (key: string): void => {
    const isSecondOfPair = key === '\n' && afterReturn;
    afterReturn = key === '\r';
    if (isSecondOfPair) return;
    const special = keys[key];
    if (special !== undefined) return special();
    if (key < ' ' && key !== '\t') return;
    line += key;
    echo(key);
  };
  /** Keeps half a character until its other half comes. Made with the first key: it takes 10 KiB. */
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  return {
    feed: (bytes) => {
      decoder ??= new TextDecoder();
      for (const key of decoder.decode(bytes, { stream: true })) press(key);
    },
  };
}
