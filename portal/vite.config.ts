import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const at = (name: string): string => `${import.meta.dirname}/${name}`;

type Graph = { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null };
const startIds = new Set([at('main.ts')]);

/** What runs first: a small part of what the first page needs. */
function start(id: string, graph: Graph): string | null {
  for (const one of startIds) {
    for (const imported of graph.getModuleInfo(one)?.importedIds ?? []) startIds.add(imported);
  }
  return startIds.has(id) ? 'start' : null;
}

/** What draws is fetched beside what starts, which asks for it once there is something to draw. */
const preloadDrawing: Plugin = {
  name: 'preload-drawing',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) =>
      Object.values(bundle)
        .filter(({ name, fileName }) => name === 'draw' && !html.includes(fileName))
        .map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
        })),
  },
};

// Nothing may be inlined, neither as script nor as data: URL: the page lives under a strict content
// security policy. The polyfill for modulepreload is for browsers that cannot run the page anyway.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), preloadDrawing],
  build: {
    outDir: '../dist/portal',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The second is one of the tagged below that way; nobody opens it.
      input: [at('index.html'), at('showPortal.tsx')],
      output: {
        codeSplitting: {
          groups: [
            // Two files instead of the sixty that parts shared with other pages would make.
            { name: start, debugName: 'start', priority: 1 },
            { name: 'draw', tags: ['$initial'] },
          ],
        },
      },
    },
    // What the first page may weigh is a test's matter; a terminal weighs what it weighs.
    chunkSizeWarningLimit: 1_000,
  },
});
