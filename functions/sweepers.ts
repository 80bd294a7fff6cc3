import { app } from '@azure/functions';
import { sweepSessions } from '../shared/sessions/sweepSessions.ts';
import { deps } from './deps.ts';

/** A session stays listed for at most one sweep after it is overdue. */
app.timer('sweepSessions', {
  schedule: '*/10 * * * * *',
  handler: async (_timer, context) => {
    const swept = await sweepSessions(deps());
    if (swept.ended > 0) context.log(`Swept ${swept.looked} due sessions, ended ${swept.ended}.`);
  },
});
