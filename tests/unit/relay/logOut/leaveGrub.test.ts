import { expect, test } from 'vitest';
import { leaveGrub } from '../../../../relay/logOut/leaveGrub.ts';

/** A line whose guest shows one screen after the other, the next with each Esc. */
function screens(first: string, ...others: string[]) {
  let tail = first;
  let said = '';
  const typed: string[] = [];
  const line = {
    type: async (text: string) => {
      typed.push(text);
      said = others.shift() ?? '';
      tail += said;
    },
    tail: () => tail,
    said: () => said,
    until: async (condition: () => boolean) => condition(),
  };
  return { line, typed };
}

const editor = 'GNU GRUB  version 2.06\nlinux (hd0)/vmlinuz init=/bin/sh\nPress Ctrl-x or F10 to boot';
const menu = 'GNU GRUB  version 2.06\n*Sallyport guest';

test('the editor is left by Esc, and nothing else is typed', async () => {
  const { line, typed } = screens(editor, menu);

  expect([await leaveGrub(line), typed]).toEqual([true, ['\x1b', '\x1b']]);
});

test('so is a command line above the editor', async () => {
  const { line, typed } = screens(`${editor}GNU GRUB  version 2.06\ngrub> `, editor, menu);

  expect([await leaveGrub(line), typed.length]).toEqual([true, 3]);
});

test('a menu, which does nothing by Esc, is no editor', async () => {
  const { line } = screens(menu);

  expect(await leaveGrub(line)).toBe(false);
});

test.each([
  ['a guest that has booted', `${menu}\n  Booting \`Sallyport guest'\n\nalice@vm:~$ `],
  ['a guest that boots without a word of GRUB', `${menu}\n[    0.000000] Linux version 6.1`],
  ['a shell behind a login prompt', `${menu}\nvm login: alice\nalice@vm:~$ `],
  ['a shell that never had GRUB', 'alice@vm:~$ '],
])('%s is not typed at', async (_what, shown) => {
  const { line, typed } = screens(shown, menu);

  expect([await leaveGrub(line), typed]).toEqual([false, []]);
});
