import type { ReactNode } from 'react';
import type { ApiError } from '../apiError.ts';
import { Notice } from '../components/Notice.tsx';
import type { ConsoleConnection } from '../session/consoleConnection.ts';
import { texts } from '../texts.ts';

export function BusyNotice({
  error,
  connection,
}: {
  error: ApiError;
  connection: ConsoleConnection;
}): ReactNode {
  return (
    <Notice kind="warning" title={texts.console.busyTitle}>
      <p>{error.message}</p>
      <div className="buttons start">
        <button
          type="button"
          className="primary"
          onClick={() => void connection.connect({ mode: 'observer' })}
        >
          {texts.console.observe}
        </button>
        <button
          type="button"
          className="danger"
          onClick={() => void connection.connect({ mode: 'operator', takeOver: true })}
        >
          {texts.console.takeOver}
        </button>
      </div>
    </Notice>
  );
}
