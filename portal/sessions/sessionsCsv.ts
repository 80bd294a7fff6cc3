import type { SessionResource } from '../../shared/contracts/session.ts';
import { targetNameOf } from '../../shared/sessions/facts.ts';
import { type CsvRow, csvPieces } from '../download/toCsv.ts';

/** Names of members, as the API has them: a file is read by programs, in whatever language the page was. */
const members = [
  'sessionId',
  'userName',
  'userEmail',
  'targetHostName',
  'targetResourceId',
  'targetIpAddress',
  'protocol',
  'mode',
  'sourceIpAddress',
  'startTime',
  'lastActivityTime',
  'state',
  'endTime',
  'endReason',
  'endedBy',
  'endMessage',
  'relayId',
] as const satisfies readonly (keyof SessionResource)[];

/** In pieces: there may be ten thousand. */
export const sessionsCsv = (rows: readonly SessionResource[]): Generator<string> => csvPieces(lines(rows));

function* lines(rows: readonly SessionResource[]): Generator<CsvRow> {
  yield ['targetName', ...members];
  for (const row of rows) yield [targetNameOf(row), ...members.map((name) => row[name])];
}

/** `sessions-bastion-hub-2026-11-21T17-05.csv` */
export const csvFileName = (bastionName: string, now: number): string =>
  `sessions-${bastionName}-${new Date(now).toISOString().slice(0, 16).replace(':', '-')}.csv`;
