import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PacedPaste, type PasteProgress } from '../../../../shared/console/pacedPaste.ts';
import { preparePaste } from '../../../../shared/console/preparePaste.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A guest that takes what was typed when the test says so. */
function world() {
  let typed = '';
  let taken = 0;
  const progress: (PasteProgress | undefined)[] = [];
  const paste = new PacedPaste({
    type: (bytes) => {
      typed += Buffer.from(bytes).toString();
    },
    pendingBytes: () => typed.length - taken,
    onProgress: (one) => void progress.push(one),
  });
  const take = (): void => {
    taken = typed.length;
    paste.taken();
  };
  return {
    paste,
    progress,
    typed: () => typed,
    take,
    takeAll: () => {
      while (taken < typed.length) take();
    },
    start: (text: string, isBracketed = false) => paste.start(preparePaste(text, isBracketed, encode)),
  };
}

const long = 'x'.repeat(65_536);

test('no more than the window is under way, and each acknowledgement brings the next part', () => {
  const { start, take, typed, takeAll, progress } = world();

  start(long);
  const first = typed().length;
  take();
  const second = typed().length;
  takeAll();

  expect([first, second]).toEqual([4_096, 8_192]);
  expect(typed()).toBe(long);
  expect(progress.slice(0, 2)).toEqual([
    { doneBytes: 0, totalBytes: 65_536, isCancelled: false },
    { doneBytes: 4_096, totalBytes: 65_536, isCancelled: false },
  ]);
  expect(progress.at(-1)).toBeUndefined();
});

test('keys that are pressed during a paste, and a second paste, come after it in their order', () => {
  const { paste, start, typed, takeAll } = world();

  start(long);
  paste.type(encode('k'));
  start('second');
  paste.type(encode('!'));
  takeAll();
  paste.type(encode('?'));

  expect(typed()).toBe(`${long}ksecond!?`);
});

test('nothing of a cancelled paste is typed later, but the keys behind it and the end of its brackets are', () => {
  const { paste, start, typed, takeAll, progress } = world();

  start(long, true);
  paste.type(encode('k'));
  paste.cancel();
  const [last] = progress.slice(-1);
  takeAll();
  start('again');

  expect(typed().replace(/x+/, '…')).toBe('\x1b[200~…\x1b[201~kagain');
  expect(typed().length).toBeLessThan(5_200);
  expect(last?.isCancelled).toBe(true);
});

test('after a reset nothing comes, and a key goes at once', () => {
  const { paste, start, typed, takeAll } = world();
  start(long);

  paste.reset();
  takeAll();
  paste.type(encode('k'));
  paste.cancel();

  expect(typed()).toBe(`${'x'.repeat(4_096)}k`);
});

test('whatever is typed and pasted in whatever rhythm arrives once and in order', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('key' as const), text: fc.string({ maxLength: 3 }) }),
    fc.record({ kind: fc.constant('paste' as const), text: fc.string({ maxLength: 9_000 }) }),
    fc.record({ kind: fc.constant('take' as const), text: fc.constant('') }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
      const { paste, start, typed, take, takeAll } = world();
      for (const { kind, text } of actions) {
        const clean = text.replaceAll(/[^ -~]/g, '');
        if (kind === 'key') paste.type(encode(clean));
        else if (kind === 'paste') start(clean);
        else take();
      }
      takeAll();
      takeAll();

      expect(typed()).toBe(actions.map(({ text }) => text.replaceAll(/[^ -~]/g, '')).join(''));
    }),
    { numRuns: 200 },
  );
});
