import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { languages } from '../../portal/i18n/languages.ts';
import { namespaces } from '../../portal/i18n/namespaces.ts';

// Every word of the portal in every language, none that is not used, and none in the code.

const portal = fileURLToPath(new URL('../../portal/', import.meta.url));
const others = Object.keys(languages).filter((language) => language !== 'en');

type Words = ReadonlyMap<string, string>;

function flatten(value: object, prefix: string): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'string'
      ? [[prefix + key, inner] as [string, string]]
      : flatten(inner as object, `${prefix}${key}.`),
  );
}

function readWords(language: string): Words {
  const files = namespaces.map((namespace) => {
    const text = readFileSync(join(portal, 'locales', language, `${namespace}.json`), 'utf8');
    return flatten(JSON.parse(text) as object, `${namespace}:`);
  });
  return new Map(files.flat());
}

/** A key without its form of plural. */
const baseOf = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(.+?)\s*\}\}/g)].map(([, inner]) => inner ?? '');

/** Base key → all placeholders of all its forms. */
function placeholdersOf(words: Words): Record<string, string[]> {
  const sets: Record<string, string[]> = {};
  for (const [key, text] of words) {
    const base = baseOf(key);
    sets[base] = [...new Set([...(sets[base] ?? []), ...placeholders(text)])].toSorted();
  }
  return sets;
}

const english = readWords('en');
const sources = globSync('**/*.{ts,tsx}', { cwd: portal }).filter((file) => !file.endsWith('.d.ts'));
const read = (file: string): string => readFileSync(join(portal, file), 'utf8');

test.each(others)('%s has every key of English, and no other', (language) => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const expected = [...english.keys()].flatMap((key) => {
    if (baseOf(key) === key) return [key];
    return key.endsWith('_other') ? forms.map((form) => `${baseOf(key)}_${form}`) : [];
  });

  expect([...readWords(language).keys()].toSorted()).toEqual(expected.toSorted());
});

test.each(others)('%s says the same with the same values', (language) => {
  expect(placeholdersOf(readWords(language))).toEqual(placeholdersOf(english));
});

test.each(Object.keys(languages))('no text of %s is empty', (language) => {
  expect([...readWords(language)].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('who cannot be shown the page is told so in every language', () => {
  const start = JSON.parse(read('locales/start.json')) as Record<string, Record<string, string>>;

  expect(Object.keys(start).toSorted()).toEqual(Object.keys(languages).toSorted());
  for (const words of Object.values(start)) {
    expect(Object.keys(words)).toEqual(['title', 'text', 'again']);
    expect(Object.values(words).filter((text) => text.trim() === '')).toEqual([]);
  }
});

test('every key is used, and every key that is used is there', () => {
  const bases = [...new Set([...english.keys()].map(baseOf))];
  const areas = namespaces.join('|');
  const used = new Set<string>();
  for (const file of sources) {
    for (const [, key = ''] of read(file).matchAll(new RegExp(`['"]((?:${areas}):[\\w.-]+)['"]`, 'g')))
      used.add(key);
    for (const [, start = ''] of read(file).matchAll(new RegExp(`\`((?:${areas}):[\\w.-]*)\\$\\{`, 'g')))
      for (const key of bases) if (key.startsWith(start)) used.add(key);
  }

  expect(bases.filter((key) => !used.has(key))).toEqual([]);
  expect([...used].filter((key) => !bases.includes(key))).toEqual([]);
});

/** Attributes that people read or hear. */
const spoken = [
  'alt',
  'title',
  'placeholder',
  'label',
  'aria-label',
  'aria-description',
  'text',
  'confirm',
  'running',
];
const hasLetters = (text: unknown): boolean => typeof text === 'string' && /\p{L}/u.test(text);

type Node = {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: { readonly name?: string };
};

/** What a person would read or hear of a source that is not from the files of words. */
function literalTexts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(literalTexts);
  if (node === null || typeof node !== 'object' || !('type' in node)) return [];
  const { type, value, name } = node as Node;
  const own =
    type === 'JSXText' ||
    (type === 'JSXAttribute' && spoken.includes(name?.name ?? '') && isLiteral(value)) ||
    (type === 'JSXExpressionContainer' && isLiteral((node as { expression?: unknown }).expression));
  const text = type === 'JSXText' ? value : (value ?? (node as { expression?: unknown }).expression);
  const shown = typeof text === 'string' ? text : (text as { value?: unknown } | undefined)?.value;
  const found = own && hasLetters(shown) ? [String(shown).trim()] : [];
  return [...found, ...Object.values(node).flatMap(literalTexts)];
}

const isLiteral = (node: unknown): boolean => (node as { type?: string } | null)?.type === 'Literal';

test.each(sources.filter((file) => file.endsWith('.tsx')))('%s has no words of its own', (file) => {
  const { program, errors } = parseSync(basename(file), read(file), { lang: 'tsx' });

  expect(errors).toEqual([]);
  expect(literalTexts(program)).toEqual([]);
});
