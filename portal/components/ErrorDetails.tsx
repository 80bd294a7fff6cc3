import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/client/apiError.ts';
import { texts } from '../texts.ts';

/** What a person who helps will ask for. */
export function ErrorDetails({ error: { code, requestId } }: { error: ApiError }): ReactNode {
  return (
    <p className="fine">
      {texts.errorCode(code)}
      {requestId !== undefined && <> · {texts.requestId(requestId)}</>}
    </p>
  );
}
