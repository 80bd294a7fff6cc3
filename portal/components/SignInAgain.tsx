import { type ReactNode, useContext } from 'react';
import { useT } from '../i18n/i18n.ts';
import { PortalContext } from '../PortalContext.ts';

export function SignInAgain(): ReactNode {
  const t = useT();
  const portal = useContext(PortalContext);
  if (portal === undefined) return null;
  return (
    <button
      type="button"
      className="primary"
      onClick={() => void portal.signIn.begin(location.pathname + location.search)}
    >
      {t('common:signIn.again')}
    </button>
  );
}
