import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startChromiumProfile } from '../../tests/support/chromium.ts';
import { username } from '../world.ts';
import type { PortalWorld } from './startPortalWorld.ts';

const patienceMs = 120_000;

/** Tells when the rows are there and can be worked with, and that has been painted: in milliseconds since 1970. */
const tellUsable = `(() => {
  const isUsable = () =>
    document.querySelector('[data-session] [data-column=menu] button:not(:disabled)') !== null &&
    document.querySelector('section.sessions[aria-busy=false]') !== null;
  const tell = () => window.tellUsable(performance.timeOrigin + performance.now());
  const look = () => requestAnimationFrame(isUsable() ? () => setTimeout(tell) : look);
  look();
})()`;

export type Profile = AsyncDisposable & {
  readonly page: Page;
  /** When the list can be used after `act`, in milliseconds since 1970. */
  readonly usableAfter: (act: () => Promise<unknown>) => Promise<number>;
};

/** A browser that has never been here. */
export async function openProfile({ folder }: PortalWorld): Promise<Profile> {
  const own = mkdtempSync(join(folder, 'profile-'));
  const context = await startChromiumProfile(own);
  context.setDefaultTimeout(patienceMs);
  let onUsable = (_at: number): void => undefined;
  await context.exposeFunction('tellUsable', (at: number) => onUsable(at));
  await context.addInitScript(tellUsable);
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    async usableAfter(act) {
      const usable = new Promise<number>((resolve) => {
        onUsable = resolve;
      });
      await act();
      return usable;
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

export const signInButton = '[data-action=sign-in]';
export const userButton = `[data-user="${username}"]`;

export async function signIn({ page, usableAfter }: Profile, { context }: PortalWorld): Promise<void> {
  await page.goto(context.addresses.portal);
  await page.locator(signInButton).click();
  await usableAfter(() => page.locator(userButton).click());
}

/** As a person does, without the cache being passed by. */
export const reload = ({ page, usableAfter }: Profile): Promise<number> =>
  usableAfter(() => page.evaluate('void location.reload()'));
