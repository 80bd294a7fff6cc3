import { type ReactNode, useEffect, useState } from 'react';
import type { ConsoleMode } from '../../shared/contracts/session.ts';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';

const everyMs = 10_000;

/** How many others watch: asked now and then, since nobody is told who comes and goes to watch. */
export function Observers({ vmId, mode }: { vmId: string; mode: ConsoleMode }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const look = (): void =>
      // Whoever may connect but not read the machine does without.
      void api.getSerialPort(vmId).then(
        ({ properties }) => setCount(properties.observers),
        () => setCount(0),
      );
    look();
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [api, vmId]);
  const others = mode === 'observer' ? count - 1 : count;
  if (others <= 0) return null;
  return (
    <span data-observers={others}>
      {t(mode === 'observer' ? 'console:observersBeside' : 'console:observers', { count: others })}
    </span>
  );
}
