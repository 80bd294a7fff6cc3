import { app } from '@azure/functions';
import { limits } from '../shared/contracts/limits.ts';
import { sweepOperations } from '../shared/machines/sweepOperations.ts';
import { purgeAudit, purgeHistory } from '../shared/policies/purge.ts';
import { sweepSessions } from '../shared/sessions/sweepSessions.ts';
import { deps } from './deps.ts';

/** A relay that answers too late leaves a row that nobody reads, and a client rarely repeats a call. */
app.timer('purgeOperations', {
  schedule: '0 30 * * * *',
  handler: async () => {
    const wired = deps();
    await wired.operations.purge(wired.now() - 10 * 60_000);
    await wired.outcomes.purge(wired.now() - limits.outcomeKeptSeconds * 1000);
  },
});

/** An operation that nobody asks about ends all the same, for the audit log. */
app.timer('sweepMachineOperations', {
  schedule: '20 * * * * *',
  handler: async (_timer, context) => {
    const faults = await sweepOperations(deps());
    if (faults.length > 0) context.error(`${faults.length} operations wait for the next sweep.`, faults[0]);
  },
});

/** A lock that is over keeps nobody out; this is for the table. */
app.timer('purgeLocks', {
  schedule: '20 * * * * *',
  handler: async () => {
    const wired = deps();
    await wired.locks.purge(wired.now(), 1_000);
  },
});

/** What one run leaves, because it is much, is for the next. */
app.timer('purgeHistory', {
  schedule: '0 15 * * * *',
  handler: async (_timer, context) => {
    const purged = await purgeHistory(deps());
    if (purged > 0) context.log(`Forgot ${purged} sessions that ended long ago.`);
  },
});

app.timer('purgeAudit', {
  schedule: '0 45 * * * *',
  handler: async (_timer, context) => {
    const wired = deps();
    const purged = await purgeAudit(wired, wired.config.auditRetentionDays);
    if (purged > 0) context.log(`Forgot ${purged} old audit rows.`);
  },
});

/** A session stays listed for at most one sweep after it is overdue. */
app.timer('sweepSessions', {
  schedule: '*/10 * * * * *',
  handler: async (_timer, context) => {
    const swept = await sweepSessions(deps());
    if (swept.ended > 0) context.log(`Swept ${swept.looked} due sessions, ended ${swept.ended}.`);
    if (swept.faults.length > 0) {
      context.error(`${swept.faults.length} due sessions wait for the next sweep.`, swept.faults[0]);
    }
  },
});
