import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './App.tsx';
import { startPageLanguage } from './i18n/pageLanguage.ts';

// zod would compile its parsers with `new Function`, which the page's content security policy forbids.
z.config({ jitless: true });

// A page that the browser kept whole for whoever goes back: its consoles ended when it was left, its sign-in may have.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

const root = document.getElementById('root');
await startPageLanguage();
if (root !== null) createRoot(root).render(<App />);
