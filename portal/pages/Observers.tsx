import { type ReactNode, useEffect, useState } from 'react';
import { usePortal } from '../PortalContext.ts';
import { texts } from '../texts.ts';

const everyMs = 10_000;

/** How many watch: asked now and then, since nobody is told who comes and goes to watch. */
export function Observers({ vmId }: { vmId: string }): ReactNode {
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
  return count > 0 && <span data-observers={count}>{texts.console.observers(count)}</span>;
}
