import type { ReactNode } from 'react';
import { ApiError } from '../../shared/client/apiError.ts';
import { texts } from '../texts.ts';
import { ErrorDetails } from './ErrorDetails.tsx';
import { Notice } from './Notice.tsx';
import { SignInAgain } from './SignInAgain.tsx';

export type ErrorNoticeProps = { title?: string; error: unknown; children?: ReactNode };

/** What went wrong as a sentence, and beside it what a person who helps will ask for. */
export function ErrorNotice({ title = texts.errors.title, error, children }: ErrorNoticeProps): ReactNode {
  const known = ApiError.from(error);
  return (
    <Notice kind="error" title={title}>
      <p>{known.message}</p>
      {children}
      <ErrorDetails error={known} />
      {known.code === 'AuthenticationFailed' && <SignInAgain />}
    </Notice>
  );
}
