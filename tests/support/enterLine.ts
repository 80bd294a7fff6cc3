import { eventually } from './eventually.ts';
import type { PortalConsole } from './portalConsole.ts';

/** Waits for what a console is to show or to know; when that never comes, says what it showed instead. */
export const consoleTold = (
  console_: PortalConsole,
  condition: () => boolean | Promise<boolean>,
): Promise<void> =>
  eventually(condition, {
    describe: () =>
      JSON.stringify({ ...console_.snapshot(), states: console_.states, tail: console_.text().slice(-300) }),
    timeoutMs: 240_000,
  });

/** Sends a line and waits for output that ends like this. */
export async function enterLine(console_: PortalConsole, line: string, answer: RegExp): Promise<void> {
  const before = console_.shown().length;
  console_.type(`${line}\n`);
  await consoleTold(console_, () => answer.test(console_.text().slice(before).slice(-2_000)));
}

/** The shell asks its terminal where the cursor is. */
export const shellAsks = /\$ .\[6n$/;

/** From the login prompt to alice's shell. */
export async function logInAlice(console_: PortalConsole): Promise<void> {
  await enterLine(console_, '', / login: $/);
  await enterLine(console_, 'alice', /Password: $/);
  await enterLine(console_, 'correct-horse', shellAsks);
}
