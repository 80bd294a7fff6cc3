import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { peopleOf, sessionsByMachine } from './peopleOf.ts';
import { useMachineSessions } from './useMachineSessions.ts';

const rereadMs = 10_000;

/** Who types on a machine's serial console, who watches, and who has a shell, as far as one may know. */
export function WhoIsOn({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.serialPort(vmId),
    queryFn: () => api.getSerialPort(vmId),
    refetchInterval: rereadMs,
  });
  const sessions = useMachineSessions(vmId);
  const port = data?.properties;
  const people = sessions && peopleOf(sessionsByMachine(sessions)(vmId));
  const nobody = t('machines:overview.nobody');
  return (
    <section className="card" aria-labelledby="machine-people">
      <h2 id="machine-people">{t('machines:overview.people')}</h2>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => refetch()} />}
      {isPending && <Loading />}
      <dl className="facts">
        {port !== undefined && (
          <>
            <Fact name={t('machines:overview.operator')} text={port.operator ?? nobody} />
            <Fact
              name={t('machines:overview.observers')}
              text={
                port.observers === 0
                  ? nobody
                  : t('machines:overview.observerCount', { count: port.observers })
              }
            />
          </>
        )}
        {people !== undefined && (
          <Fact name={t('machines:overview.shells')} text={people.shells.join(', ') || nobody} />
        )}
      </dl>
    </section>
  );
}

function Fact({ name, text }: { name: string; text: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}
