import type { QueryClient } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App, type Starting } from './App.tsx';

export function showPortal(starting: Starting, queries: QueryClient): void {
  const root = document.getElementById('root');
  if (root !== null) createRoot(root).render(<App starting={starting} queries={queries} />);
}
