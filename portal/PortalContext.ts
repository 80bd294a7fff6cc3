import { createContext, useContext } from 'react';
import type { Portal } from './startPortal.ts';

export const PortalContext = createContext<Portal | undefined>(undefined);

export function usePortal(): Portal {
  const portal = useContext(PortalContext);
  if (portal === undefined) throw new Error('usePortal outside of PortalContext');
  return portal;
}
