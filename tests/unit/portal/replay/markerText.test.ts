import { expect, test } from 'vitest';
import type { Translate } from '../../../../portal/i18n/i18n.ts';
import { markerText } from '../../../../portal/replay/markerText.ts';

/** The key itself, with its values. */
const t = ((key: string, values?: object) =>
  `${key} ${JSON.stringify(values ?? {})}`) as unknown as Translate;
const said = (label: string): string => markerText(t, { kind: 'marker', timeMs: 0, label });

test.each([
  ['the relay went on here', 'replay:markers.resumed {}'],
  ['this session types from here on', 'replay:markers.types {}'],
  ['this session only watches from here on', 'replay:markers.watches {}'],
  ['the times of 12 bytes are lost', 'replay:markers.timesLost {"count":12}'],
  ['constructor', 'constructor'],
])('the relay’s words %s are in the page’s language', (label, expected) => {
  expect(said(label)).toBe(expected);
});

test('A22: what a recording calls a marker is text, and turns no line around', () => {
  expect(said('a\u202Eb\x1b[2J\u0000c')).toBe('ab[2Jc');
});
