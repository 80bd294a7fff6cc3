import type { IncomingMessage } from 'node:http';
import { errors, type KoaContextWithOIDC, type default as Provider } from 'oidc-provider';
import type { FleetFile } from '../fleetFile.ts';
import { pageHeaders, renderPage } from './page.ts';
import { renderSignInPage } from './signInPage.ts';

export const signInPath = (uid: string): string => `/sign-in/${uid}`;
const route = /^\/sign-in\/[\w-]+$/;
const maxFormBytes = 4096;

type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => Promise<void>;

/** The page on which a person says who they are: GET shows it, POST names the user and goes on. */
export function createSignInRoute(provider: Provider, fleet: FleetFile, portalOrigin: string): Middleware {
  return async (ctx, next) => {
    if (!route.test(ctx.path) || !['GET', 'POST'].includes(ctx.method)) {
      await next();
      return;
    }
    ctx.set(pageHeaders(portalOrigin));
    ctx.type = 'html';
    try {
      const details = await provider.interactionDetails(ctx.req, ctx.res);
      const hint = details.params.login_hint;
      const typed = ctx.method === 'POST' ? await readUser(ctx.req) : typeof hint === 'string' ? hint : '';
      if (ctx.method === 'POST') await signIn(ctx, typed);
      else ctx.body = renderSignInPage({ users: fleet.users, typed });
    } catch (fault) {
      if (!(fault instanceof errors.SessionNotFound)) throw fault;
      ctx.status = 400;
      ctx.body = renderPage({
        title: 'This sign-in is over',
        body: `<p>Start again from the <a href="${portalOrigin}/">portal</a>.</p>`,
      });
    }
  };

  async function signIn(ctx: KoaContextWithOIDC, typed: string): Promise<void> {
    const user = fleet.users.find(({ upn }) => upn.toLowerCase() === typed.toLowerCase());
    if (user === undefined) {
      ctx.status = 400;
      ctx.body = renderSignInPage({
        users: fleet.users,
        typed,
        problem: 'There is no such user. Choose one of these.',
      });
      return;
    }
    const result = { login: { accountId: user.oid, remember: false } };
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
    ctx.status = 303;
  }
}

async function readUser(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxFormBytes) return '';
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('user')?.trim() ?? '';
}
