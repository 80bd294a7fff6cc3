import type { ReactNode } from 'react';
import type { SshState } from '../../shared/contracts/sshFrames.ts';
import { errorSentence } from '../i18n/errorSentence.ts';
import { currentLanguage, useT } from '../i18n/i18n.ts';

/** Why a login failed or no shell is to be had. The relay speaks English, and says more than our own sentence. */
export function SshFaultText({ error }: Pick<Extract<SshState, { step: 'failed' }>, 'error'>): ReactNode {
  const t = useT();
  const own = errorSentence(t, error.code);
  if (own !== undefined && currentLanguage() !== 'en') return own;
  return <span lang="en">{error.message}</span>;
}
