import { type ReactNode, useEffect, useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import type { SignIn } from '../signIn/signIn.ts';
import { texts } from '../texts.ts';

export function SignInPage({ signIn, error }: { signIn: SignIn; error: unknown }): ReactNode {
  const [isLeaving, setIsLeaving] = useState(signIn.wasSignedIn && error === undefined);
  const [failure, setFailure] = useState(error);
  useEffect(() => {
    document.title = texts.signIn.title;
  }, []);

  function onClick(): void {
    setIsLeaving(true);
    setFailure(undefined);
    signIn.begin(location.pathname).catch((thrown: unknown) => {
      setFailure(thrown);
      setIsLeaving(false);
    });
  }

  return (
    <main className="sign-in">
      <img src="/favicon.svg" alt="" width="56" height="56" />
      <h1>{texts.signIn.title}</h1>
      <p>{texts.signIn.intro}</p>
      {failure !== undefined && <ErrorNotice error={failure} />}
      {isLeaving ? (
        <Loading text={texts.signIn.underWay} />
      ) : (
        <button type="button" className="primary" onClick={onClick}>
          {texts.signIn.action}
        </button>
      )}
    </main>
  );
}
