import type { ReactNode } from 'react';
import { ApiError } from '../../shared/client/apiError.ts';
import { WhyNot } from '../access/WhyNot.tsx';
import { errorSentence } from '../i18n/errorSentence.ts';
import { currentLanguage, useT } from '../i18n/i18n.ts';
import { ErrorDetails } from './ErrorDetails.tsx';
import { Notice } from './Notice.tsx';
import { SignInAgain } from './SignInAgain.tsx';
import { TryAgainButton } from './TryAgainButton.tsx';

export type ErrorNoticeProps = {
  /** What was wanted; without it the error's own sentence, where there is one. */
  title?: string;
  error: unknown;
  /** Present = a button that tries again, and shows that it does until what this returns is resolved. */
  onTryAgain?: () => unknown;
  children?: ReactNode;
};

/** What went wrong and what to do, and beside it what a person who helps will ask for. */
export function ErrorNotice({ title, error, onTryAgain, children }: ErrorNoticeProps): ReactNode {
  const t = useT();
  const known = ApiError.from(error);
  const own = errorSentence(t, known.code);
  // The server speaks English: in English its sentence says all that ours would, and more.
  const isOwnShown = own !== undefined && currentLanguage() !== 'en';
  return (
    <Notice kind="error" title={title ?? own ?? t('errors:title')}>
      {isOwnShown && title !== undefined && <p>{own}</p>}
      <p lang="en">{known.message}</p>
      {children}
      {known.missing !== undefined && <WhyNot scope={known.missing.scope} action={known.missing.action} />}
      <p className="fine">{known.retryable ? t('errors:retryHint') : t('errors:reportHint')}</p>
      <ErrorDetails error={known} />
      {known.code === 'AuthenticationFailed' && <SignInAgain />}
      {onTryAgain !== undefined && <TryAgainButton onTryAgain={onTryAgain} />}
    </Notice>
  );
}
