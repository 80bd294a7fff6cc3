import { beforeAll, expect, test } from 'vitest';
import { startI18n, t } from '../../../../portal/i18n/i18n.ts';
import { prerequisiteTitle } from '../../../../portal/machines/prerequisiteTitle.ts';
import { consolePrerequisites } from '../../../../shared/prerequisites/consolePrerequisites.ts';
import { consoleFacts } from '../../../support/consoleFacts.ts';

beforeAll(() => startI18n('en'));

const rows = consolePrerequisites(consoleFacts());

test.each(rows.map(({ id, title }) => [id, title]))(
  '%s is told as the control plane tells it',
  (id, title) => {
    expect(prerequisiteTitle(t, { id, title: 'In English' })).toBe(title);
  },
);

test('what the page does not know is told in the words of the control plane', () => {
  expect(prerequisiteTitle(t, { id: 'toString', title: 'The moon is full' })).toBe('The moon is full');
});
