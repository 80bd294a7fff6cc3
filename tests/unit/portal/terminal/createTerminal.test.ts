import { expect, test } from 'vitest';
import { createTerminal } from '../../../../portal/terminal/createTerminal.ts';

test('output that was left out is told when the rest is shown, though nothing follows', async () => {
  const skipped: number[] = [];
  const terminal = createTerminal({
    onPaste: () => undefined,
    onInput: () => {},
    onLeave: () => {},
    onSkipped: (bytes) => void skipped.push(bytes),
  });

  // Cheap to parse: NUL is ignored.
  terminal.write(new Uint8Array(16_777_216), true);
  terminal.write(new Uint8Array(1_000), true);
  terminal.write(new Uint8Array(24), true);

  await expect.poll(() => skipped, { timeout: 20_000 }).toEqual([1_024]);
  terminal.dispose();
});
