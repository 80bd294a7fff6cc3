import { type ReactNode, useContext } from 'react';
import { PortalContext } from '../PortalContext.ts';
import { texts } from '../texts.ts';

export function SignInAgain(): ReactNode {
  const portal = useContext(PortalContext);
  if (portal === undefined) return null;
  return (
    <button type="button" className="primary" onClick={() => void portal.signIn.begin(location.pathname)}>
      {texts.signIn.again}
    </button>
  );
}
