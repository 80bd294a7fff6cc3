import { expect, test } from 'vitest';
import type { GuestLine } from '../../../../relay/logOut/guestLine.ts';
import { logOutSac } from '../../../../relay/logOut/logOutSac.ts';

/** A guest that says the same to everything. */
function lineThatSays(text: string) {
  const typed: string[] = [];
  const line: GuestLine = {
    type: async (keys) => void typed.push(keys),
    tail: () => text,
    said: () => text,
    until: async (condition) => condition(),
  };
  return { line, typed };
}

test('a guest that lists a thousand channels holds the line for no more than ten', async () => {
  const list = Array.from({ length: 1_000 }, (_, index) => `${index} (V--) Cmd${index}`).join('\n');
  const { line, typed } = lineThatSays(`Channel List\n${list}\nSAC>`);

  expect(await logOutSac(line)).toBe(false);
  expect(typed.filter((keys) => keys.startsWith('ch -ci'))).toHaveLength(10);
});
