import { expect, test } from 'vitest';
import { confirm } from '../../../../cli/console/confirm.ts';
import { UsageError } from '../../../../cli/failure.ts';
import { fakeTerminal } from '../../../support/fakeTerminal.ts';

test.each([
  ['Y', true],
  ['y', false],
  ['\r', false],
  ['Yes', false],
])('%j means %s', async (keys, isYes) => {
  const terminal = fakeTerminal();
  const answer = confirm(terminal, 'Really?');

  terminal.press(keys);

  await expect(answer).resolves.toBe(isYes);
  expect(terminal.isRaw()).toBe(false);
});

test('where nobody sits, nothing is confirmed', async () => {
  await expect(confirm(fakeTerminal({ isInteractive: false }), 'Really?')).rejects.toThrow(UsageError);
});
