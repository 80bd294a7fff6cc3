import type { ReactNode } from 'react';
import type { ConsoleEnd } from '../../shared/client/consoleSnapshot.ts';
import { Notice } from '../components/Notice.tsx';
import { texts } from '../texts.ts';

/** Why the session is over. `text` comes in the user's language; who closed it himself needs no telling. */
export function EndNotice({ end }: { end: ConsoleEnd }): ReactNode {
  const isOwnWish = end.reason === 'ClosedByUser';
  const title = end.text === '' ? texts.console.disconnectedTitle : end.text;
  return (
    <Notice kind={isOwnWish ? 'info' : 'warning'} {...(isOwnWish ? {} : { title })}>
      <p>{texts.console.endReason(end.reason)}</p>
      {end.by !== undefined && <p>{texts.console.by(end.by)}</p>}
      {end.message !== undefined && <p>{texts.console.message(end.message)}</p>}
      {!isOwnWish && <p className="fine">{texts.console.endCode(end.reason)}</p>}
    </Notice>
  );
}
