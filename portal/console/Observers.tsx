import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ConsoleMode } from '../../shared/contracts/session.ts';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';

const rereadMs = 10_000;

/** How many others watch: asked now and then, since nobody is told who comes and goes to watch. */
export function Observers({ vmId, mode }: { vmId: string; mode: ConsoleMode }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const { data, error } = useQuery({
    queryKey: keys.serialPort(vmId),
    queryFn: () => api.getSerialPort(vmId),
    refetchInterval: rereadMs,
  });
  // Whoever may connect but not read the machine does without.
  const count = error === null ? (data?.properties.observers ?? 0) : 0;
  const others = mode === 'observer' ? count - 1 : count;
  if (others <= 0) return null;
  return (
    <span data-observers={others}>
      {t(mode === 'observer' ? 'console:observersBeside' : 'console:observers', { count: others })}
    </span>
  );
}
