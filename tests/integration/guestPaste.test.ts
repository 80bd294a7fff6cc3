import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { sizeCommand } from '../../portal/terminal/sizeCommand.ts';
import { PacedPaste, type PasteProgress } from '../../shared/console/pacedPaste.ts';
import { preparePaste } from '../../shared/console/preparePaste.ts';
import { startTestGuest, type TestGuest } from '../support/guest.ts';
import { type GuestConsole, openGuestConsole, shellPrompt } from '../support/guestConsole.ts';

const { qemu } = guestsAvailable();
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

// What a person pastes is what the guest reads, as far as a terminal driver can take it.
describe.skipIf(!qemu)('a paste into a real guest', () => {
  let guest: TestGuest;
  let console: GuestConsole;

  beforeAll(async () => {
    guest = await startTestGuest();
    console = await openGuestConsole(guest.directory);
    await console.logIn();
  });
  afterAll(async () => {
    await console?.[Symbol.asyncDispose]();
    await guest?.[Symbol.asyncDispose]();
  });

  /** Pieces go to the port in order; each that it has taken is an acknowledgement. */
  function startPaste(text: string, isBracketed = false) {
    let pending = 0;
    let writes = Promise.resolve();
    const finished = Promise.withResolvers<void>();
    const progress: PasteProgress[] = [];
    const paste = new PacedPaste({
      type: (bytes) => {
        pending += bytes.length;
        writes = writes.then(async () => {
          await console.pump.write(bytes);
          pending -= bytes.length;
          paste.taken();
        });
      },
      pendingBytes: () => pending,
      onProgress: (one) => (one === undefined ? finished.resolve() : void progress.push(one)),
    });
    paste.start(preparePaste(text, isBracketed, encode));
    return { paste, finished: finished.promise, progress };
  }

  test('64 KiB arrive as they are at a program that reads raw bytes', async () => {
    const text = Array.from({ length: 65_536 }, (_, index) => 'abcdefghijklmnopq'[index % 17]).join('');
    await console.type('stty raw -echo; echo READY; head -c 65536 | md5sum; stty sane\r');
    await console.sees(/READY\r?\n/);

    const { finished, progress } = startPaste(text);
    await finished;

    expect(await console.sees(shellPrompt)).toContain(md5(text));
    expect(progress.at(-1)?.totalBytes).toBe(65_536);
  });

  test('64 KiB of lines arrive whole at a program that reads by lines', async () => {
    const lines = Array.from({ length: 1_024 }, (_, index) => `${String(index).padStart(62, '.')}x`);
    const text = `${lines.join('\n')}\n`;
    await console.type('stty -echo; echo READY; cat > /tmp/pasted; stty echo; md5sum /tmp/pasted\r');
    await console.sees(/\nREADY\r\n/);

    await startPaste(text).finished;
    await console.type('\x04');

    expect(text).toHaveLength(65_536);
    expect(await console.sees(shellPrompt)).toContain(md5(text));
  });

  test('a line that is longer than a terminal takes is cut by the guest, which is told before', async () => {
    const text = `${'y'.repeat(8_192)}\n`;
    await console.type('stty -echo; echo READY; head -n 1 | wc -c; stty echo\r');
    await console.sees(/\nREADY\r\n/);

    await startPaste(text).finished;

    expect(await console.sees(shellPrompt)).toContain('4096');
    expect(preparePaste(text, false, encode).facts.isLineTooLong).toBe(true);
  });

  test('nothing of a cancelled paste arrives later, and what is typed then is what the guest reads next', async () => {
    await console.type('stty -echo; echo READY; cat > /tmp/pasted; stty echo; wc -c < /tmp/pasted\r');
    await console.sees(/\nREADY\r\n/);

    const { paste, finished, progress } = startPaste(`${'z'.repeat(63)}\n`.repeat(1_024));
    paste.cancel();
    await finished;
    await console.type('last\r\x04');
    const answer = await console.sees(shellPrompt);

    expect(Number(/(\d+)\r\n/.exec(answer)?.[1])).toBeLessThanOrEqual(5_120 + 'last\n'.length);
    expect(progress.at(-1)?.isCancelled).toBe(true);
    expect(await console.enter('tail -n 1 /tmp/pasted', shellPrompt)).toContain('\r\nlast\r\n');
  });

  test('the size of the page is the size of the terminal, once a person has asked for it', async () => {
    const before = await console.enter('stty size', shellPrompt);

    await console.type(sizeCommand({ rows: 43, columns: 132 }));
    await console.sees(shellPrompt);

    expect(before).not.toContain('43 132');
    expect(await console.enter('stty size', shellPrompt)).toContain('\r\n43 132\r\n');
  });

  test('bytes that are no text, and a character in two pieces, come through as they are', async () => {
    await console.enter(String.raw`printf '\xff\xfe\xe8\xaa'; sleep 1; printf '\x9e.\n'`, shellPrompt);

    expect(console.text()).toContain('\xff\xfe\xe8\xaa\x9e.');
  });
});
