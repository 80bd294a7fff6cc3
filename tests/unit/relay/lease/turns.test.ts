import { expect, test } from 'vitest';
import { createTurns } from '../../../../relay/lease/turns.ts';

test('no more than there is room for at a time, the others in order, whatever becomes of one', async () => {
  const turns = createTurns(2);
  const begun: number[] = [];
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const tasks = ends.map(({ promise }, index) =>
    turns(async () => {
      begun.push(index);
      await promise;
      return index;
    }),
  );

  const atFirst = [...begun];
  ends[1]?.reject(new Error('down'));
  await expect(tasks[1]).rejects.toThrow('down');
  const afterOne = [...begun];
  for (const { resolve } of ends) resolve();

  expect(await Promise.all([tasks[0], tasks[2], tasks[3]])).toEqual([0, 2, 3]);
  expect([atFirst, afterOne]).toEqual([
    [0, 1],
    [0, 1, 2],
  ]);
});
