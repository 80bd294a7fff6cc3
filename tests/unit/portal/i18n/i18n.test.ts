import { beforeAll, expect, test } from 'vitest';
import { changeLanguage, currentLanguage, startI18n, t } from '../../../../portal/i18n/i18n.ts';

beforeAll(() => startI18n('fr'));

test('counts take the form and the digits of the language', async () => {
  expect([1, 2, 1_234].map((count) => t('sessions:count', { count }))).toEqual([
    '1 session',
    '2 sessions',
    '1\u202f234 sessions',
  ]);
});

test('another language is there as soon as it is chosen', async () => {
  await changeLanguage('ko');

  expect([currentLanguage(), t('common:refresh')]).toEqual(['ko', '새로 고침']);
  await changeLanguage('fr');
});

test('what others wrote is a value and never a key or a template', () => {
  const name = '{{title}} $t(common:refresh) <b>&';

  expect(t('common:account.label', { name })).toBe(`Compte de ${name}`);
});
