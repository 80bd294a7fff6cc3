import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toSessionRow } from '../../shared/azure/sessionRow.ts';
import { tableNames } from '../../shared/azure/tables.ts';
import { aSession } from '../support/sessionFacts.ts';

// docs/storage.md against the tables that are made and the columns that are written.

const page = readFileSync(new URL('../../docs/storage.md', import.meta.url), 'utf8');

test('every table has its row, and every row its table', () => {
  const tables = page.slice(page.indexOf('## Tables'), page.indexOf('## Blobs'));
  const told = [...tables.matchAll(/^\| `(\w+)` \| /gm)].map(([, name = '']) => name);

  expect([...new Set(told)].toSorted()).toEqual([...tableNames].toSorted());
});

test('every column of a session that is written is told', () => {
  const columns = /^Columns of a session: `([^`]+)`/m.exec(page)?.[1]?.split(' ') ?? [];
  const { partitionKey: _p, rowKey: _r, ...written } = toSessionRow(aSession(), 'partition');
  const always = columns.filter((name) => !name.endsWith('?'));

  expect(columns.map((name) => name.replace('?', ''))).toEqual(expect.arrayContaining(Object.keys(written)));
  expect(Object.keys(written)).toEqual(expect.arrayContaining(always));
});
