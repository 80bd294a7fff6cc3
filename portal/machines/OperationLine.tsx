import type { ReactNode } from 'react';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { remarkText } from '../../shared/client/remarkText.ts';
import { Badge } from '../components/Badge.tsx';

const tones = { InProgress: 'busy', Succeeded: 'good', Failed: 'bad' } as const;

/** What somebody does to the machine under the console, or did last. */
export function OperationLine({
  operation,
}: {
  operation: NonNullable<ConsoleSnapshot['operation']>;
}): ReactNode {
  const text = remarkText(operation);
  return (
    <p className="operation" role="status" data-operation={`${operation.action} ${operation.status}`}>
      <Badge tone={tones[operation.status]}>{text.charAt(0).toUpperCase() + text.slice(1)}</Badge>
    </p>
  );
}
