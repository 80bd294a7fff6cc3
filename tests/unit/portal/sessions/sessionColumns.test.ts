import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test } from 'vitest';
import { formatsOf } from '../../../../portal/i18n/formats.ts';
import { startI18n, t } from '../../../../portal/i18n/i18n.ts';
import { idleColumn, stateColumn, timeColumns } from '../../../../portal/sessions/sessionColumns.tsx';
import type { SessionResource } from '../../../../shared/contracts/session.ts';

beforeAll(() => startI18n('en'));

const now = new Date(2026, 10, 21, 12).getTime();

const shown = (row: Partial<SessionResource>): Record<string, string> => {
  const world = { t, formats: formatsOf('en') };
  const columns = [...timeColumns(world, now), idleColumn(world, now), stateColumn(world, new Set())];
  const cells = columns.map(({ id, cell }) => [id, renderToStaticMarkup(cell(row as SessionResource))]);
  return Object.fromEntries(cells.map(([id, html = '']) => [id, html.replaceAll(/<[^>]+>/g, ' ').trim()]));
};

test('a row with strange times is shown, with what is known of it', () => {
  const row = { startTime: 'never', lastActivityTime: '', endTime: '2026-13-45', state: 'Active' } as const;

  expect(shown(row)).toEqual({ started: 'never –', duration: '–', idle: '–', state: 'Active' });
});

test('how long a session has lasted is counted to its end, or to now', () => {
  const startTime = new Date(now - 65_000).toISOString();
  const row = { startTime, lastActivityTime: startTime, state: 'Active' } as const;
  const ended = { ...row, endTime: new Date(now - 5_000).toISOString() };

  expect([shown(row)['duration'], shown(ended)['duration']]).toEqual(['1m 5s', '1m 0s']);
});
