import type { ReactNode } from 'react';
import { Badge } from '../components/Badge.tsx';
import { useNow } from '../components/useNow.ts';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import type { Work } from './machineWork.ts';

/** What is being done to a machine, and for how long already. */
export function WorkProgress({ work }: { work: Work }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const duration = formats.duration(Math.max(0, now - work.startTime));
  return (
    <span role="status" data-work={work.action}>
      <Badge tone="busy">{t(`machines:doing.${work.action}`, { duration })}</Badge>
    </span>
  );
}
