import type { ReactNode } from 'react';
import { Badge } from '../components/Badge.tsx';
import { formatDuration } from '../components/formatDuration.ts';
import { useNow } from '../components/useNow.ts';
import { texts } from '../texts.ts';
import type { Work } from './machineWork.ts';

/** What is being done to a machine, and for how long already. */
export function WorkProgress({ work }: { work: Work }): ReactNode {
  const now = useNow();
  const duration = formatDuration(Math.max(0, now - work.startTime));
  return (
    <span role="status" data-work={work.action}>
      <Badge tone="busy">{texts.machines.doing(work.action, duration)}</Badge>
    </span>
  );
}
