import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './App.tsx';

// zod would compile its parsers with `new Function`, which the page's content security policy forbids.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
