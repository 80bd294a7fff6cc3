import { expect, test } from 'vitest';
import type { Journal } from '../../relay/journal.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

export function journalContract(create: () => Journal): void {
  test('a new journal is empty and begins at offset 0', () => {
    const journal = create();

    expect([journal.oldest, journal.end]).toEqual([0, 0]);
    expect(journal.read(0, 10)).toEqual(new Uint8Array(0));
  });

  test('what was appended is read from any offset', () => {
    const journal = create();
    journal.append(bytes('hello '));
    journal.append(bytes('world'));

    expect(journal.end).toBe(11);
    expect(readAll(journal, 0)).toBe('hello world');
    expect(readAll(journal, 4)).toBe('o world');
    expect(journal.read(11, 5)).toEqual(new Uint8Array(0));
  });

  test('a journal that rests is read and goes on as before', () => {
    const journal = create();
    journal.append(bytes('hello '));

    journal.rest();
    const meanwhile = readAll(journal, 0);
    journal.append(bytes('world'));
    journal.rest();

    expect([meanwhile, readAll(journal, 0), journal.end]).toEqual(['hello ', 'hello world', 11]);
  });

  test('at most as much is read as was asked for', () => {
    const journal = create();
    journal.append(bytes('hello world'));

    expect(String(Buffer.from(journal.read(6, 3)))).toBe('wor');
  });
}

export function readAll(journal: Journal, from: number): string {
  let text = '';
  let offset = from;
  for (;;) {
    const part = journal.read(offset, 1_000);
    if (part.length === 0) return text;
    text += String(Buffer.from(part));
    offset += part.length;
  }
}
