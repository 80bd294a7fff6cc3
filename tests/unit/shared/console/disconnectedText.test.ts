import { expect, test } from 'vitest';
import { disconnectedText } from '../../../../shared/console/disconnectedText.ts';

test.each([
  ['en', 'You have been disconnected'],
  ['ja', '切断されました'],
  ['fr-CA', 'Vous avez été déconnecté'],
  ['KO', '연결이 끊어졌습니다'],
  ['nl-NL,nl;q=0.9,en;q=0.8', 'U bent losgekoppeld'],
  ['de-DE, fr;q=0.5', 'Vous avez été déconnecté'],
])('%s is told in its own words', (language, text) => {
  expect(disconnectedText(language)).toBe(text);
});

test.each(['', 'de', '*', 'kok-IN', 'enm', '__proto__', 'constructor', 'toString;q=1', '🙂'])(
  '%j is told in English',
  (language) => {
    expect(disconnectedText(language)).toBe('You have been disconnected');
  },
);
