import type { ReactNode } from 'react';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { Badge } from '../components/Badge.tsx';
import { useT } from '../i18n/i18n.ts';
import { operationText } from '../i18n/remarkText.ts';

const tones = { InProgress: 'busy', Succeeded: 'good', Failed: 'bad' } as const;

/** What somebody does to the machine under the console, or did last. */
export function OperationLine({
  operation,
}: {
  operation: NonNullable<ConsoleSnapshot['operation']>;
}): ReactNode {
  const t = useT();
  return (
    <p className="operation" role="status" data-operation={`${operation.action} ${operation.status}`}>
      <Badge tone={tones[operation.status]}>{operationText(t, operation)}</Badge>
    </p>
  );
}
