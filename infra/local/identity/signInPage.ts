import type { FleetFile } from '../fleetFile.ts';
import { escapeHtml, renderPage } from './page.ts';

/** Every user is a button with its name in `data-user`; a name can also be typed. */
export function renderSignInPage(input: {
  readonly users: FleetFile['users'];
  readonly typed: string;
  readonly problem?: string;
}): string {
  const buttons = input.users.map(
    ({ upn, name }) =>
      `<li><button type="submit" name="user" value="${escapeHtml(upn)}" data-user="${escapeHtml(upn)}">${escapeHtml(name)} (${escapeHtml(upn)})</button></li>`,
  );
  const problem = input.problem === undefined ? '' : `<p role="alert">${escapeHtml(input.problem)}</p>`;
  return renderPage({
    title: 'Sign in to Sallyport',
    body: `<p class="note">This identity provider runs on this machine only and asks for no password. It stands in for Microsoft Entra ID.</p>
${problem}
<form method="post" aria-label="Users">
<ul>
${buttons.join('\n')}
</ul>
</form>
<form method="post">
<label for="user">User name</label>
<input id="user" name="user" type="email" value="${escapeHtml(input.typed)}" autocomplete="username" required>
<button type="submit" data-sign-in>Sign in</button>
</form>`,
  });
}
