import { app } from '@azure/functions';
import { z } from 'zod';
import { exportAudit } from '../shared/audit/exportAudit.ts';
import { type AuditPlace, listAudit } from '../shared/audit/listAudit.ts';
import type { AuditRow } from '../shared/audit/ports.ts';
import { auditOutcomes } from '../shared/contracts/audit.ts';
import { type AuditLogEntry, auditLog } from '../shared/contracts/auditLog.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { requireBastion } from '../shared/fleet/target.ts';
import { deps } from './deps.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { nextLink } from './http/nextLink.ts';
import { readQuery } from './http/parse.ts';
import { serveArm } from './http/route.ts';

/** Azure's right to read this very log of a resource: readers of the bastion hold it. */
const action = 'Microsoft.Insights/logs/MicrosoftAzureBastionAuditLogs/read';

const dayMs = 86_400_000;
const defaultDays = 7;
/** Each day is a query, also one without events. */
const maxDays = 92;

const moment = z.iso.datetime({ offset: true });
const listQuery = z.object({
  startTime: moment.optional(),
  endTime: moment.optional(),
  /** Principal id or user name. */
  user: z.string().max(256).optional(),
  event: z.string().max(64).optional(),
  outcome: z.enum(auditOutcomes).optional(),
  sessionId: z.string().max(64).optional(),
  /** A machine's name, or a resource id. */
  target: z.string().max(2_048).optional(),
  search: z.string().max(256).optional(),
  $top: z.coerce.number().int().min(1).max(1000).default(100),
  $skipToken: z.string().max(300).optional(),
});

serveArm('listAuditLogs', {
  methods: ['GET'],
  route: `${bastionRoute}/auditLogs`,
  contract: {
    summary: 'Who did what at this bastion, newest first; of the last seven days, unless told otherwise',
    query: listQuery,
    answer: auditLog,
  },
  rights: (params) => [{ action, scope: bastionScope(params) }],
  handle: async (call) => {
    const { $top: limit, $skipToken, startTime, endTime, ...filters } = readQuery(call.request, listQuery);
    const bastionId = bastionScope(call.params);
    await requireBastion(call.deps.fleet, bastionId);
    // Rows of clocks that are ahead of this one are there, too.
    const to = endTime === undefined ? call.deps.now() + dayMs : Date.parse(endTime);
    const from = startTime === undefined ? to - defaultDays * dayMs : Date.parse(startTime);
    if (to - from > maxDays * dayMs) throw tooLong();
    const after = $skipToken === undefined ? undefined : toPlace($skipToken);
    const page = await listAudit(call.deps, { bastionId, from, to, ...filters, limit, after });
    const next = page.next === undefined ? undefined : `${page.next.day}_${page.next.key}`;
    return { jsonBody: { value: page.rows.map(toEntry), ...nextLink(call.request, next) } };
  },
});

function toEntry({ day: _day, key: _key, bastionId: _bastionId, time, ...row }: AuditRow): AuditLogEntry {
  return { time: new Date(time).toISOString(), ...row };
}

/** `<day>_<key>`; a day that is over ends with an empty key. */
function toPlace(token: string): AuditPlace {
  const [, day, key] = /^(\d{4}-\d{2}-\d{2})_([\w-]*)$/.exec(token) ?? [];
  if (day !== undefined && key !== undefined && !Number.isNaN(Date.parse(day))) return { day, key };
  throw new SallyportError(
    'InvalidRequest',
    'This $skipToken was not issued here. Follow nextLink as it is, or list from the start.',
    { target: '$skipToken' },
  );
}

function tooLong(): SallyportError {
  return new SallyportError(
    'InvalidRequest',
    `One list covers at most ${maxDays} days. Ask for a later startTime or an earlier endTime.`,
    { target: 'startTime' },
  );
}

/** Rows wait for at most a minute, or as long as the storage account is away. */
app.timer('exportAudit', {
  schedule: '20 * * * * *',
  handler: async (_timer, context) => {
    const wired = deps();
    const exported = await exportAudit({
      ...wired,
      outbox: wired.auditOutbox,
      openBlob: wired.openAuditBlob,
    });
    if (exported > 0) context.log(`Exported ${exported} audit rows.`);
  },
});
