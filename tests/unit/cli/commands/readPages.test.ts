import { expect, test } from 'vitest';
import { readPages } from '../../../../cli/commands/readPages.ts';

const pages: Record<string, { value: number[]; nextLink?: string }> = {
  a: { value: [], nextLink: 'b' },
  b: { value: [3, 4] },
};
const first = { value: [1, 2], nextLink: 'a' };

function readFrom(most?: number): { asked: string[]; read: Promise<number[]> } {
  const asked: string[] = [];
  const more = async (link: string) => {
    asked.push(link);
    return pages[link] ?? { value: [] };
  };
  return { asked, read: readPages(first, more, most) };
}

test('a list goes on behind an empty page, to its end', async () => {
  await expect(readFrom().read).resolves.toEqual([1, 2, 3, 4]);
});

test('no page is asked for that is not wanted', async () => {
  const { asked, read } = readFrom(1);

  await expect(read).resolves.toEqual([1]);
  expect(asked).toEqual([]);
});
