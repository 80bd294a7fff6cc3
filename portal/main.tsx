import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './App.tsx';
import { startPageLanguage } from './i18n/pageLanguage.ts';

// zod would compile its parsers with `new Function`, which the page's content security policy forbids.
z.config({ jitless: true });

const root = document.getElementById('root');
await startPageLanguage();
if (root !== null) createRoot(root).render(<App />);
