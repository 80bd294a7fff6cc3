import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutputGuard } from '../../../../cli/console/outputGuard.ts';

function show(text: string, mayAnswer: boolean): string {
  return Buffer.from(new OutputGuard().filter(Buffer.from(text), mayAnswer)).toString();
}

const position = ['\x1b[6n', '\x1b[5n', '\x1b[c', '\x1b[0c', '\x1b[>c', '\x1b[>0c'];
const chosenByGuest = [
  '\x05',
  '\x1bZ',
  '\x1b[?6n',
  '\x1b[=c',
  '\x1b[21t',
  '\x1b[14t',
  '\x1b[>q',
  '\x1b[?u',
  '\x1b[5i',
  '\x1b[?25$p',
  '\x1b[1;1;1;1*y',
  '\x1b[x',
  '\x1bP$qm\x1b\\',
  '\x1bP+q544e\x1b\\',
  '\x1b_Gi=1,a=q;AAAA\x1b\\',
  '\x1b]10;?\x07',
  '\x1b]4;1;?\x1b\\',
  '\x1b]52;c;aGk=\x07',
  '\x1b]8;;http://evil.example\x1b\\',
  '\x1b]9;message\x07',
  '\u009b6n',
];

test.each(position)('where the cursor is, %j, is for the operator to answer', (query) => {
  expect(show(`a${query}b`, true)).toBe(`a${query}b`);
  expect(show(`a${query}b`, false)).toBe('ab');
});

test.each(chosenByGuest)('nobody answers or obeys %j', (query) => {
  const rest = query === '\u009b6n' ? '6n' : '';

  expect(show(`a${query}b`, true)).toBe(`a${rest}b`);
  expect(show(`a${query}b`, false)).toBe(`a${rest}b`);
});

test.each([
  '\x1b[31;1mred\x1b[0m',
  '\x1b[2J\x1b[H\x1b[10;20H\x1b[?25l\x1b[?1049h',
  '\x1b(B\x1b)0\x1bc\x1b7\x1b8\x1bM',
  '\x1b[!p\x1b[2 q\x1b[4;20r',
  '\x1b]0;a title\x07\x1b]2;another\x1b\\',
  'Zoë 東京 ©\r\n',
])('what only shows something is shown as it is: %j', (text) => {
  expect(show(text, false)).toBe(text);
  expect(show(text, true)).toBe(text);
});

test('a query that is cut in two is still one', () => {
  const guard = new OutputGuard();

  const shown = ['a\x1b', '[', '6', 'nb'].map((part) => guard.filter(Buffer.from(part), false));

  expect(Buffer.concat(shown).toString()).toBe('ab');
});

test('a query that a replay begins is not answered when live output ends it, nor the other way round', () => {
  for (const [first, second] of [
    [false, true],
    [true, false],
  ] as const) {
    const guard = new OutputGuard();
    const parts = [
      guard.filter(Buffer.from('\x1b[6'), first),
      guard.filter(Buffer.from('nb\x1b[6n'), second),
    ];

    expect(Buffer.concat(parts).toString()).toBe(second ? 'b\x1b[6n' : 'b');
  }
});

test('one sequence inside another hides no query', () => {
  expect(show('\x1b]0;x\x1b[6nb', false)).toBe('b');
  expect(show('\x1b[1\x1b[6nb', false)).toBe('b');
  expect(show('\x1b[3\x18b', false)).toBe('b');
});

test('a string without an end holds little memory, and its end is still seen', () => {
  expect(show(`\x1b]0;${'x'.repeat(100_000)}\x07b`, false)).toBe('b');
});

test('bytes are neither changed nor moved, however they are cut', () => {
  const text = fc.constantFrom('a', '\x1b[31m', 'é', '\xff', '\r\n', '\x1b[6n', '\x1b]0;t\x07', '\x1b(B');
  fc.assert(
    fc.property(fc.array(text), fc.integer({ min: 1, max: 5 }), (pieces, size) => {
      const bytes = Buffer.from(pieces.join(''), 'latin1');
      const guard = new OutputGuard();
      const parts: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size)
        parts.push(guard.filter(bytes.subarray(at, at + size), true));
      expect(Buffer.concat(parts).toString('latin1')).toBe(pieces.join(''));
    }),
  );
});
