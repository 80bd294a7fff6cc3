import { Button } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/i18n.ts';
import type { ConsoleTerminal } from '../terminal/createTerminal.ts';
import { sizeCommand } from '../terminal/sizeCommand.ts';

export type SizeButtonProps = { terminal: ConsoleTerminal; onType: (text: string) => void };

/** Tells the guest the size of this page; asks again where the command would be typed into an editor. */
export function SizeButton({ terminal, onType }: SizeButtonProps): ReactNode {
  const t = useT();
  const [isAsking, setAsking] = useState(false);
  const type = (): void => {
    setAsking(false);
    onType(sizeCommand(terminal.size));
    terminal.focus();
  };
  if (isAsking) {
    return (
      <span role="alert">
        {t('console:setSizeInProgram')}{' '}
        <Button className="dangerous" onClick={type}>
          {t('console:setSizeAnyway')}
        </Button>{' '}
        <Button onClick={() => setAsking(false)}>{t('common:cancel')}</Button>
      </span>
    );
  }
  const { rows, columns } = terminal.size;
  return (
    <Button
      title={t('console:setSizeHint', { rows, columns })}
      onClick={() => (terminal.isInProgram ? setAsking(true) : type())}
    >
      {t('console:setSize')}
    </Button>
  );
}
