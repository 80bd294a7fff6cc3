import { type ReactNode, useEffect, useState } from 'react';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';

const shownMs = 10_000;

/** How much came while the connection was lost, for a while after it is back. A new one for each time. */
export function CaughtUp({ bytes }: { bytes: number | undefined }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), shownMs);
    return () => clearTimeout(timer);
  }, []);
  if (bytes === undefined || bytes === 0 || isOver) return null;
  return (
    <span role="status" className="fine" data-caught-up={bytes}>
      {t('console:caughtUp', { size: formats.bytes(bytes) })}
    </span>
  );
}
