import { Button } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { ConsoleWarning } from '../../shared/client/consoleSnapshot.ts';
import { Notice } from '../components/Notice.tsx';
import { useNow } from '../components/useNow.ts';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';

/** Counts down by this page's clock from when it was told: the warning holds seconds, since clocks differ. */
export function WarningNotice({
  warning,
  onStay,
}: {
  warning: ConsoleWarning;
  onStay: () => void;
}): ReactNode {
  const formats = useFormats();
  const t = useT();
  const now = useNow();
  const [told, setTold] = useState({ warning, at: now });
  // Said again: the seconds count from now.
  if (told.warning !== warning) setTold({ warning, at: now });
  const leftMs = Math.max(0, warning.endsInSeconds * 1_000 - (now - told.at));
  return (
    <Notice kind="warning" title={t(`console:warningTitles.${warning.reason}`)}>
      <p>{t('console:warningEnd', { left: formats.duration(leftMs) })}</p>
      {warning.canStay && (
        <div className="buttons start">
          <Button appearance="primary" onClick={onStay}>
            {t('console:stay')}
          </Button>
        </div>
      )}
    </Notice>
  );
}
