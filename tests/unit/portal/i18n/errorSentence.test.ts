import { beforeAll, expect, test } from 'vitest';
import { errorSentence } from '../../../../portal/i18n/errorSentence.ts';
import { startI18n, t } from '../../../../portal/i18n/i18n.ts';
import { needsRight } from '../../../../portal/i18n/needsRight.ts';

beforeAll(() => startI18n('nl'));

test('a code that is known has a sentence in the language of the page, any other has none', () => {
  expect(errorSentence(t, 'VirtualMachineNotRunning')).toBe('De virtuele machine staat uit.');
  expect(['NoSuchCode', 'constructor'].map((code) => errorSentence(t, code))).toEqual([undefined, undefined]);
});

test('a right is named once', () => {
  const action = 'Microsoft.Compute/virtualMachines/start/action';

  expect(needsRight(t, action, `No assignment allows ${action}.`)).toBe(`No assignment allows ${action}.`);
  expect(needsRight(t, action, 'A lock is there.')).toBe(`Vereist ${action}. A lock is there.`);
});
