import { expect, test } from 'vitest';
import { ConsolePaste, type PasteState } from '../../../../portal/session/consolePaste.ts';

function world() {
  let typed = '';
  let taken = 0;
  const paste = new ConsolePaste({
    type: (bytes) => {
      typed += Buffer.from(bytes).toString();
    },
    pendingBytes: () => typed.length - taken,
  });
  const states: PasteState[] = [];
  paste.subscribe(() => states.push(paste.state));
  return {
    paste,
    states,
    typed: () => typed,
    takeAll: () => {
      while (taken < typed.length) {
        taken = typed.length;
        paste.taken();
      }
    },
  };
}

test('a short paste is typed at once, a long one or one with too long a line after a question', () => {
  const { paste, typed, takeAll } = world();

  paste.paste('ls\n', false);
  takeAll();
  const kinds = ['x\n'.repeat(1_025), 'x'.repeat(4_096)].map((text) => {
    paste.paste(text, false);
    const kind = paste.state?.kind;
    paste.confirm(false);
    return kind;
  });

  expect(typed()).toBe('ls\r');
  expect(kinds).toEqual(['asking', 'asking']);
});

test('a paste that is wanted is typed to its end and says how far it is', () => {
  const { paste, typed, takeAll, states } = world();
  const text = 'y'.repeat(10_000);

  paste.paste(text, true);
  paste.confirm(true);
  takeAll();

  expect(typed()).toBe(`\x1b[200~${text}\x1b[201~`);
  expect(states.map((state) => state?.kind)).toContain('running');
  expect(paste.state).toBeUndefined();
});

test('when nobody can type any more, neither the question nor the rest of a paste stays', () => {
  const { paste, typed, takeAll } = world();
  paste.paste('x'.repeat(5_000), false);
  paste.reset();
  paste.confirm(true);
  expect(typed()).toBe('');

  paste.paste('x'.repeat(5_000), false);
  paste.confirm(true);
  paste.reset();
  takeAll();
  paste.paste('', false);
  paste.type(Buffer.from('k'));

  expect(typed()).toBe(`${'x'.repeat(4_096)}k`);
});

test('a cancelled paste stops', () => {
  const { paste, typed, takeAll } = world();
  paste.paste('x'.repeat(50_000), false);
  paste.confirm(true);

  paste.cancel();
  takeAll();

  expect(typed()).toBe('x'.repeat(4_096));
  expect(paste.state).toBeUndefined();
});
