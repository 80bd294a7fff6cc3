import type { KoaContextWithOIDC } from 'oidc-provider';
import { escapeHtml, pageHeaders, renderPage } from './page.ts';

/** Signing out was asked for in the portal already: the form that the protocol wants sends itself. */
const submitForm = `document.getElementById('op.logoutForm').submit()`;

/** The provider's own pages besides the sign-in page. */
export function createProviderPages(portalOrigin: string) {
  const back = `<p><a href="${portalOrigin}/">Back to the portal</a></p>`;
  const show = (ctx: KoaContextWithOIDC, page: Parameters<typeof renderPage>[0]): void => {
    ctx.set(pageHeaders(portalOrigin, page.script));
    ctx.type = 'html';
    ctx.body = renderPage(page);
  };
  return {
    signOut: (ctx: KoaContextWithOIDC, form: string): void => {
      const body = `${form}
<input type="hidden" name="logout" value="yes" form="op.logoutForm">
<button type="submit" form="op.logoutForm" data-sign-out>Sign out</button>`;
      show(ctx, { title: 'Sign out of Sallyport', body, script: submitForm });
    },
    signedOut: (ctx: KoaContextWithOIDC): void => show(ctx, { title: 'You are signed out', body: back }),
    problem: (ctx: KoaContextWithOIDC, out: { readonly error_description?: string | undefined }): void => {
      const body = `<p role="alert">${escapeHtml(out.error_description ?? 'Something went wrong.')}</p>${back}`;
      show(ctx, { title: 'Signing in did not work', body });
    },
  };
}
