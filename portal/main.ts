import './styles/index.css';
import { z } from 'zod';
import { startPageLanguage } from './i18n/pageLanguage.ts';
import { createQueryClient } from './query/createQueryClient.ts';
import { showFailedStart } from './showFailedStart.ts';
import { goesForSignIn } from './signIn/signIn.ts';
import { startPortal } from './startPortal.ts';

// zod would compile its parsers with `new Function`, which the page's content security policy forbids.
z.config({ jitless: true });

// A page that the browser kept whole for whoever goes back: its consoles ended when it was left, its sign-in may have.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

/** A page that is left at once draws nothing; one that cannot be left says why. */
const leavingMs = 500;

// What has a long way goes first, and side by side: configuration, sign-in, words, the first list. What draws
// them is most of the scripts.
const queries = createQueryClient();
const started = startPortal(queries);
const words = startPageLanguage();

/** Not at the top level: what draws imports parts of this script, and would wait for it to end. */
async function show(): Promise<void> {
  if (goesForSignIn(location.pathname, sessionStorage)) {
    const tooLong = new Promise((resolve) => setTimeout(resolve, leavingMs));
    await Promise.race([started.catch(() => undefined), tooLong]);
  }
  const [{ showPortal }] = await Promise.all([import('./showPortal.tsx'), words]);
  showPortal(started, queries);
}
show().catch(showFailedStart);
