import { Button } from '@fluentui/react-components';
import { type ReactNode, useContext } from 'react';
import { useT } from '../i18n/i18n.ts';
import { PortalContext } from '../PortalContext.ts';

/** For whoever's sign-in has expired. Consoles that are open go on where they were. */
export function SignInAgain(): ReactNode {
  const t = useT();
  const portal = useContext(PortalContext);
  if (portal === undefined) return null;
  const { signIn, consoles } = portal;
  function begin(): void {
    consoles.comeBack();
    void signIn.begin(location.pathname + location.search);
  }
  return (
    <Button appearance="primary" onClick={begin}>
      {t('common:signIn.again')}
    </Button>
  );
}
