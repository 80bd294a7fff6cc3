import { expect, test } from 'vitest';
import { parseProcessFacts, treeCpuMs } from '../../../bench/processTree.ts';

test('a process whose name holds brackets and spaces is read all the same', () => {
  const stat = '812 (a) S 1) S 34 812 812 0 -1 4194560 1 0 0 0 150 25 900 900 20 0 1 0 5000 0 0';

  const facts = parseProcessFacts(stat);

  expect(facts).toEqual({ pid: 812, parent: 34, cpuMs: 1_750 });
});

test('what a process and its descendants used counts once, whoever is listed first', () => {
  const grandchild = { pid: 3, parent: 2, cpuMs: 4 };
  const child = { pid: 2, parent: 1, cpuMs: 2 };
  const root = { pid: 1, parent: 0, cpuMs: 1 };
  const stranger = { pid: 9, parent: 0, cpuMs: 100 };

  const ms = treeCpuMs([grandchild, stranger, child, root], [1, 2]);

  expect(ms).toBe(7);
});
