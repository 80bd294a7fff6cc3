import { type ReactNode, useState } from 'react';
import type { ConsoleTerminal } from '../terminal/createTerminal.ts';
import { sizeCommand } from '../terminal/sizeCommand.ts';
import { texts } from '../texts.ts';

export type SizeButtonProps = { terminal: ConsoleTerminal; onType: (text: string) => void };

/** Tells the guest the size of this page; asks again where the command would be typed into an editor. */
export function SizeButton({ terminal, onType }: SizeButtonProps): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const type = (): void => {
    setAsking(false);
    onType(sizeCommand(terminal.size));
    terminal.focus();
  };
  if (isAsking) {
    return (
      <span role="alert">
        {texts.console.setSizeInProgram}{' '}
        <button type="button" className="danger" onClick={type}>
          {texts.console.setSizeAnyway}
        </button>{' '}
        <button type="button" onClick={() => setAsking(false)}>
          {texts.cancel}
        </button>
      </span>
    );
  }
  const { rows, columns } = terminal.size;
  return (
    <button
      type="button"
      title={texts.console.setSizeHint(rows, columns)}
      onClick={() => (terminal.isInProgram ? setAsking(true) : type())}
    >
      {texts.console.setSize}
    </button>
  );
}
