import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../failure.ts';
import { formatTime } from '../output/formatTime.ts';
import { readPages } from './readPages.ts';

const usual = 100;
const maxPageItems = 1_000;

export const auditList: Command = {
  name: 'audit list',
  operands: '',
  summary: 'Who did what at the bastion, newest first',
  options: {
    from: { type: 'string', value: '<time>', help: 'ISO 8601; seven days ago without it' },
    to: { type: 'string', value: '<time>', help: 'ISO 8601' },
    who: { type: 'string', value: '<name>', help: 'User name or principal id, whole' },
    event: {
      type: 'string',
      value: '<event>',
      help: 'connect, refused, takeover, disconnect, end, power, …',
    },
    outcome: { type: 'string', value: 'Success|Failure', help: 'How it ended' },
    vm: { type: 'string', value: '<name>', help: 'About one machine, or the resource of an id' },
    text: { type: 'string', value: '<text>', help: 'Somewhere in who, what, why or from where' },
    session: { type: 'string', value: '<id>', help: 'Of one session' },
    top: { type: 'string', value: '<n>', help: `At most so many (${usual} without it)` },
  },
  async run({ api, bastionId, out, isJson }, input) {
    const top = input.count('top') ?? usual;
    const first = await api.listAuditLogs(await bastionId(), {
      startTime: input.text('from'),
      endTime: input.text('to'),
      user: input.text('who'),
      event: input.text('event'),
      outcome: input.text('outcome'),
      target: input.text('vm'),
      search: input.text('text'),
      sessionId: input.text('session'),
      $top: Math.min(top, maxPageItems),
    });
    const rows = await readPages<AuditLogEntry, typeof first>(first, api.moreAuditLogs, top);
    if (isJson) out.json(rows);
    else out.table(['TIME', 'EVENT', 'OUTCOME', 'USER', 'SOURCE', 'ABOUT', 'WHY'], rows.map(toRow));
    return exitCodes.done;
  },
};

function toRow(row: AuditLogEntry): string[] {
  return [
    formatTime(row.time),
    row.event,
    row.outcome,
    row.userName || row.principalId,
    row.sourceIpAddress || '-',
    (row.targetResourceId ?? row.scope).split('/').slice(-2).join('/'),
    row.reason ?? '',
  ];
}
