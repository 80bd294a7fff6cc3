import { app } from '@azure/functions';
import { limits } from '../shared/contracts/limits.ts';
import { readSwitchesOnce } from '../shared/prerequisites/readSwitchesOnce.ts';
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

/** A session stays listed for at most one sweep after it is overdue. */
app.timer('sweepSessions', {
  schedule: '*/10 * * * * *',
  handler: async (_timer, context) => {
    const wired = deps();
    const consoleSwitches = readSwitchesOnce(wired.consoleSwitches);
    const swept = await sweepSessions({ ...wired, consoleSwitches });
    if (swept.ended > 0) context.log(`Swept ${swept.looked} due sessions, ended ${swept.ended}.`);
    if (swept.faults.length > 0) {
      context.error(`${swept.faults.length} due sessions wait for the next sweep.`, swept.faults[0]);
    }
  },
});
