import { expect, test } from 'vitest';
import { linkTarget } from '../../../../portal/terminal/linkTarget.ts';

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'vbscript:x',
  'blob:https://portal.example/1',
  'ssh://root@host',
  'https://portal.example@evil.example/',
  'https://user:secret@evil.example/',
  'https://evil.example/\u202egnp.exe',
  'https://evil.example/a b',
  '/relative',
  'evil.example',
  '',
  `https://evil.example/${'x'.repeat(2_048)}`,
])('A22b %j is no link', (text) => {
  expect(linkTarget(text)).toBeUndefined();
});

test.each([
  ['https://docs.example/a?b=c#d', 'https://docs.example/a?b=c#d'],
  ['HTTP://DOCS.EXAMPLE', 'http://docs.example/'],
  // The first letter is Cyrillic.
  ['https://аpple.example/', 'https://xn--pple-43d.example/'],
  ['https://docs.example/../../login', 'https://docs.example/login'],
])('A22b %j leads, plainly spelled, to %j', (text, target) => {
  expect(linkTarget(text)).toBe(target);
});
