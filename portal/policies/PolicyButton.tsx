import { type ReactNode, useState } from 'react';
import { texts } from '../texts.ts';
import { PolicyDialog } from './PolicyDialog.tsx';

export function PolicyButton({ bastionId }: { bastionId: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {texts.policies.open}
      </button>
      {isOpen && <PolicyDialog bastionId={bastionId} onClose={() => setOpen(false)} />}
    </>
  );
}
