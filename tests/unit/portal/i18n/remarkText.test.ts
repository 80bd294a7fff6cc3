import { beforeAll, expect, test } from 'vitest';
import { startI18n, t } from '../../../../portal/i18n/i18n.ts';
import { operationText, remarkText } from '../../../../portal/i18n/remarkText.ts';
import type { ConsoleRemark } from '../../../../shared/client/consoleSnapshot.ts';

beforeAll(() => startI18n('en'));

const operation = {
  kind: 'operation',
  operationId: 'o',
  action: 'restart',
  by: 'Oscar',
  status: 'Failed',
} as const;

test.each<[ConsoleRemark, string]>([
  [{ kind: 'gap', from: 100, to: 1_334 }, '1,234 bytes of output are lost here'],
  [{ kind: 'gap', from: 1, to: 2 }, '1 byte of output is lost here'],
  [{ kind: 'operator', name: null } as ConsoleRemark, 'Nobody types here any more'],
  [{ kind: 'operator', name: 'Vera' } as ConsoleRemark, 'Vera types from here on'],
  [
    { kind: 'operator', name: 'Vera', from: 'Oscar' } as ConsoleRemark,
    'Vera took over from Oscar and types from here on',
  ],
  [operation, 'Restart by Oscar: failed'],
])('%o is told as %s', (remark, text) => {
  expect(remarkText(t, remark)).toBe(text);
});

test('an action of a later version is told by its own name, with what was said of it', () => {
  const text = operationText(t, { ...operation, action: 'defrost', status: 'Succeeded', message: 'Warm.' });

  expect(text).toBe('defrost by Oscar: done. Warm.');
});
