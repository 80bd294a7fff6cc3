import { Button } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { SettingsMenu } from '../shell/SettingsMenu.tsx';
import type { SignIn } from '../signIn/signIn.ts';
import type { ThemeState } from '../theme/useTheme.ts';

export type SignInPageProps = { signIn: SignIn; error: unknown; theme: ThemeState };

export function SignInPage({ signIn, error, theme }: SignInPageProps): ReactNode {
  const t = useT();
  const [isLeaving, setIsLeaving] = useState(signIn.wasSignedIn && error === undefined);
  const [failure, setFailure] = useState(error);
  useEffect(() => {
    document.title = t('common:signIn.title');
  }, [t]);

  function onClick(): void {
    setIsLeaving(true);
    setFailure(undefined);
    signIn.begin(location.pathname + location.search).catch((thrown: unknown) => {
      setFailure(thrown);
      setIsLeaving(false);
    });
  }

  return (
    <main className="sign-in">
      <img src="/favicon.svg" alt="" width="56" height="56" />
      <h1>{t('common:signIn.title')}</h1>
      <p>{t('common:signIn.intro')}</p>
      {failure !== undefined && <ErrorNotice error={failure} />}
      {isLeaving ? (
        <Loading text={t('common:signIn.underWay')} />
      ) : (
        <Button appearance="primary" size="large" data-action="sign-in" onClick={onClick}>
          {t('common:signIn.action')}
        </Button>
      )}
      <div className="settings">
        <SettingsMenu theme={theme} />
      </div>
    </main>
  );
}
