import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';

const rereadMs = 10_000;

/** Who types on a machine's serial console, and how many watch. */
export function WhoIsOn({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.serialPort(vmId),
    queryFn: () => api.getSerialPort(vmId),
    refetchInterval: rereadMs,
  });
  const port = data?.properties;
  return (
    <section className="card" aria-labelledby="machine-people">
      <h2 id="machine-people">{t('machines:overview.people')}</h2>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => void refetch()} />}
      {isPending && <Loading />}
      {port !== undefined && (
        <dl className="facts">
          <div>
            <dt>{t('machines:overview.operator')}</dt>
            <dd>{port.operator ?? t('machines:overview.nobody')}</dd>
          </div>
          <div>
            <dt>{t('machines:overview.observers')}</dt>
            <dd>{t('machines:overview.observerCount', { count: port.observers })}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}
