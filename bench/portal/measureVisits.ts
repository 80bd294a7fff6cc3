import type { Page } from 'playwright-core';
import { type Fetched, logNetwork, type NetworkLog } from './networkLog.ts';
import { openProfile, reload, signIn, signInButton, userButton } from './openProfile.ts';
import type { PortalWorld } from './startPortalWorld.ts';

const reloads = 15;
const visits = 7;

type Times = { readonly ms: readonly number[]; readonly kilobytes: readonly number[] };
type Span = { readonly part: string; readonly startMs: number; readonly endMs: number };
export type VisitResult = {
  readonly reload: Times;
  /** Of each reload: from when to when each part was fetched, after its beginning. */
  readonly waterfalls: readonly (readonly Span[])[];
  /** A browser that was never here, up to the button that signs in. */
  readonly first: Times;
  /** From the choice of a person at the identity provider to their list. */
  readonly signedIn: Times;
};

type Measured = { ms: number; kilobytes: number; log: NetworkLog; startMs: number };

export async function measureVisits(world: PortalWorld): Promise<VisitResult> {
  const first: Measured[] = [];
  const signedIn: Measured[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    await using profile = await openProfile(world);
    const { page } = profile;
    first.push(
      await timed(world, page, async () => {
        await page.goto(world.context.addresses.portal);
        await page.locator(signInButton).waitFor();
        return page.evaluate<number>('Date.now()');
      }),
    );
    await page.locator(signInButton).click();
    await page.locator(userButton).waitFor();
    signedIn.push(
      await timed(world, page, () => profile.usableAfter(() => page.locator(userButton).click())),
    );
  }
  const reloaded = await measureReloads(world, reloads);
  return {
    first: toTimes(first),
    signedIn: toTimes(signedIn),
    reload: toTimes(reloaded),
    waterfalls: reloaded.map(({ log, startMs }) => toSpans(log.fetched, startMs)),
  };
}

/** The first two only warm up: a browser compiles what it is given again and again. */
async function measureReloads(world: PortalWorld, count: number): Promise<readonly Measured[]> {
  const results: Measured[] = [];
  await using profile = await openProfile(world);
  const { page } = profile;
  await signIn(profile, world);
  for (let round = -2; round < count; round += 1) {
    const result = await timed(world, page, () => reload(profile));
    if (round >= 0) results.push(result);
  }
  return results;
}

async function timed(world: PortalWorld, page: Page, act: () => Promise<number>): Promise<Measured> {
  const startMs = Date.now();
  let endMs = startMs;
  const log = await logNetwork(page, world.context, async () => {
    endMs = await act();
  });
  return { ms: endMs - startMs, kilobytes: log.bytes / 1_000, log, startMs };
}

const toTimes = (all: readonly Measured[]): Times => ({
  ms: all.map(({ ms }) => ms),
  kilobytes: all.map(({ kilobytes }) => kilobytes),
});

function toSpans(fetched: readonly Fetched[], startMs: number): readonly Span[] {
  return [...Map.groupBy(fetched, ({ part }) => part)].map(([part, all]) => ({
    part,
    startMs: Math.min(...all.map((one) => one.startMs)) - startMs,
    endMs: Math.max(...all.map((one) => one.endMs)) - startMs,
  }));
}
