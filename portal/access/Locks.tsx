import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { LockResource } from '../../shared/contracts/lock.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { useRights } from '../query/useRights.ts';
import { AddLockDialog } from './AddLockDialog.tsx';
import { GuardedButton } from './GuardedButton.tsx';
import { LockTable } from './LockTable.tsx';
import { RemoveLockDialog } from './RemoveLockDialog.tsx';

const write = 'Sallyport.Access/locks/write';
const remove = 'Sallyport.Access/locks/delete';

/** Who is kept out of consoles and shells here, above and below; and how to change it. */
export function Locks({ scope }: { scope: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const rights = useRights(scope, `${write} ${remove}`);
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<LockResource>();
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: keys.locks(scope),
    queryFn: () => api.listLocks(scope),
  });
  const mayNot = rights(write);
  return (
    <section aria-label={t('access:tabs.locks')} aria-busy={isFetching}>
      <p>{t('access:locks.intro')}</p>
      <div className="toolbar">
        <GuardedButton
          mayNot={mayNot}
          scope={scope}
          action={write}
          icon={<LockClosedRegular />}
          onClick={() => setAdding(true)}
        >
          {t('access:locks.add')}
        </GuardedButton>
        <span className="fine as-of" role="status">
          {data !== undefined && t('access:locks.count', { count: data.length })}
        </span>
      </div>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => refetch()} />}
      {isPending && <Loading />}
      {data?.length === 0 && (
        <EmptyState
          icon={<LockClosedRegular fontSize={40} />}
          title={t('access:locks.empty.title')}
          text={t('access:locks.empty.text')}
        />
      )}
      {data !== undefined && data.length > 0 && (
        <LockTable
          scope={scope}
          rows={data}
          isRemovable={rights(remove) === undefined}
          onRemove={setRemoving}
        />
      )}
      {isAdding && <AddLockDialog scope={scope} onClose={() => setAdding(false)} />}
      {removing !== undefined && <RemoveLockDialog lock={removing} onClose={() => setRemoving(undefined)} />}
    </section>
  );
}
