const escape = 0x1b;
const tab = 0x09;
const zero = 0x30;

/**
 * Esc Tab goes on to the next channel, and a 0 after it back to SAC's own, in however many pieces they come: a
 * person presses one key after the other. Everything else is typed, but for Esc itself, which SAC swallows.
 */
export function createSacChannelKeys(on: {
  readonly next: () => void;
  readonly sac: () => void;
  readonly typed: (bytes: Uint8Array) => void;
}): (bytes: Uint8Array) => void {
  let before: 'escape' | 'escapeTab' | undefined;
  let typed: number[] = [];
  const handOn = (): void => {
    const bytes = Uint8Array.from(typed);
    typed = [];
    if (bytes.length > 0) on.typed(bytes);
  };
  const press = (byte: number): void => {
    const sequence = before;
    before = byte === escape ? 'escape' : undefined;
    if (sequence === 'escape' && byte === tab) {
      before = 'escapeTab';
      handOn();
      return on.next();
    }
    if (sequence === 'escapeTab' && byte === zero) return on.sac();
    if (byte !== escape) typed.push(byte);
  };
  return (bytes) => {
    for (const byte of bytes) press(byte);
    handOn();
  };
}
