import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Nothing may be inlined, neither as script nor as data: URL: the page lives under a strict content
// security policy. The polyfill for modulepreload is for browsers that cannot run the page anyway.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/portal',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the first page may weigh is a test's matter; a terminal weighs what it weighs.
    chunkSizeWarningLimit: 1_000,
  },
});
