import { beforeAll, expect, test } from 'vitest';
import { startI18n, t } from '../../../../portal/i18n/i18n.ts';
import { modeText, protocolText, reasonText, stateText } from '../../../../portal/sessions/sessionTexts.ts';

beforeAll(() => startI18n('ja'));

test('states, modes and reasons are told in the language of the page', () => {
  expect([stateText(t, 'Active'), modeText(t, 'observer'), reasonText(t, 'IdleTimeout')]).toEqual([
    'アクティブ',
    'オブザーバー',
    'アイドル時間の超過',
  ]);
});

test('what is of a later version is shown by its code, and what is not there as a dash', () => {
  const codes = [
    stateText(t, 'Frozen'),
    modeText(t, 'driver'),
    reasonText(t, 'Eclipse'),
    reasonText(t, undefined),
  ];

  expect(codes).toEqual(['Frozen', 'driver', 'Eclipse', '–']);
});

test('the serial line is called as the language calls it, protocols by their names', () => {
  expect(['Serial', 'SSH', 'RDP', 'VNC'].map((one) => protocolText(t, one))).toEqual([
    'シリアル',
    'SSH',
    'RDP',
    'VNC',
  ]);
});
