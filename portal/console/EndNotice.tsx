import type { ReactNode } from 'react';
import type { ConsoleEnd } from '../../shared/client/consoleSnapshot.ts';
import { Link } from '../components/Link.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';

export type EndNoticeProps = {
  end: ConsoleEnd;
  vmId: string;
  /** The page goes on by itself in a new session. */
  isAwaited?: boolean;
};

/** Why the session is over. `text` comes in the user's language; who closed it himself needs no telling. */
export function EndNotice({ end, vmId, isAwaited = false }: EndNoticeProps): ReactNode {
  const t = useT();
  const isOwnWish = end.reason === 'ClosedByUser';
  const title = end.text === '' ? t('console:disconnectedTitle') : end.text;
  return (
    <Notice kind={isOwnWish ? 'info' : 'warning'} {...(isOwnWish ? {} : { title })}>
      <p>{t(`console:endReasons.${end.reason}`)}</p>
      {end.by !== undefined && <p>{t('console:by', { name: end.by })}</p>}
      {end.message !== undefined && <p>{t('console:message', { text: end.message })}</p>}
      {isAwaited && <p>{t('console:triedAgain')}</p>}
      {isAboutAccess(end) && <Link href={paths.access(vmId)}>{t('console:whyNot')}</Link>}
      {!isOwnWish && <p className="fine">{t('console:endCode', { reason: end.reason })}</p>}
    </Notice>
  );
}

/** To come back would be refused: who wants to know more finds it there. */
const isAboutAccess = ({ reason }: ConsoleEnd): boolean => reason === 'AccessRevoked' || reason === 'Locked';
