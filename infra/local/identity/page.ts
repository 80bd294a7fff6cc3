import { createHash } from 'node:crypto';

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 28rem; padding: 3rem 1rem; }
  .note { border-left: 0.25rem solid #c77700; padding-left: 0.75rem; }
  [role='alert'] { border-left: 0.25rem solid #c4262e; padding-left: 0.75rem; }
  ul { list-style: none; padding: 0; }
  button, input { box-sizing: border-box; font: inherit; padding: 0.6rem 0.8rem; width: 100%; }
  li button { margin-bottom: 0.5rem; text-align: left; }
  label { display: block; margin: 1.5rem 0 0.25rem; }
  form > button { margin-top: 0.5rem; }
`;

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => replacements[character] ?? '');

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** `body` is HTML; `script`, if any, is the only one that the browser will run. */
export function renderPage(page: {
  readonly title: string;
  readonly body: string;
  readonly script?: string;
}): string {
  const script = page.script === undefined ? '' : `<script>${page.script}</script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(page.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(page.title)}</h1>
${page.body}
</main>
${script}
</body>
</html>`;
}

/** Browsers hold redirects after a form to `form-action` too, hence the portal's origin. */
export function pageHeaders(portalOrigin: string, script?: string): Record<string, string> {
  const scripts = script === undefined ? '' : ` script-src ${hashOf(script)};`;
  return {
    'content-security-policy': `default-src 'none'; style-src ${hashOf(style)};${scripts} form-action 'self' ${portalOrigin}; frame-ancestors 'none'; base-uri 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
