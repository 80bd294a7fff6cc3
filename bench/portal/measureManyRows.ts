import type { Page } from 'playwright-core';
import type { Target } from '../../shared/fleet/fleet.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { benchSessions } from '../storage/benchSessions.ts';
import { insertActive, seedingTables } from '../storage/seedingTables.ts';
import { openProfile, type Profile, reload, signIn } from './openProfile.ts';
import { pushChanges } from './pushChanges.ts';
import type { PortalWorld } from './startPortalWorld.ts';
import { type Task, traceTasks } from './traceTasks.ts';

const manyRows = 10_000;
const rounds = 3;
const pushSeconds = 10;
const rowPx = 52;

/** What one gesture made of the main thread, round by round. */
export type GestureResult = { readonly name: string; readonly rounds: readonly (readonly Task[])[] };
export type ManyRowsResult = {
  readonly usableMs: readonly number[];
  /** Until all rows are there and the list is live. */
  readonly wholeMs: readonly number[];
  readonly gestures: readonly GestureResult[];
};

/** On top of `listed` sessions that are there already. */
export async function measureManyRows(
  world: PortalWorld,
  target: Target,
  listed: readonly Session[],
): Promise<ManyRowsResult> {
  const { context } = world;
  const added = benchSessions(target, manyRows - listed.length, Date.now(), { relayId: 'relay-elsewhere' });
  await insertActive(seedingTables(context.storage), added);
  await using profile = await openProfile(world);
  const { page } = profile;
  await signIn(profile, world);
  await isWhole(page);
  const usableMs: number[] = [];
  const wholeMs: number[] = [];
  const tasks = new Map<string, (readonly Task[])[]>();
  const gestures = { ...loading(profile, usableMs, wholeMs), ...handling(page, context.webPubSub, added) };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, act] of Object.entries(gestures)) {
      context.say(`  ${round + 1}: ${name}`);
      tasks.set(name, [...(tasks.get(name) ?? []), await traceTasks(page, act)]);
      await page.waitForTimeout(500);
    }
  }
  return { usableMs, wholeMs, gestures: [...tasks].map(([name, all]) => ({ name, rounds: all })) };
}

type Gestures = Readonly<Record<string, () => Promise<void>>>;

const loading = (profile: Profile, usableMs: number[], wholeMs: number[]): Gestures => ({
  'load all of it': async () => {
    const start = Date.now();
    usableMs.push((await reload(profile)) - start);
    await isWhole(profile.page);
    wholeMs.push(Date.now() - start);
  },
});

const handling = (page: Page, webPubSub: string, sessions: readonly Session[]): Gestures => ({
  'scroll to the end and back': async () => {
    await page.locator('.grid tbody').hover();
    for (const sign of [1, -1])
      for (let moved = 0; moved < manyRows * rowPx; moved += 2_600) await page.mouse.wheel(0, sign * 2_600);
    await page.locator('h1').hover();
  },
  'type a filter': async () => {
    await page.locator('[type=search]').pressSequentially('user:user12 -vm:db', { delay: 80 });
    await page.waitForTimeout(500);
    await page.locator('[type=search]').fill('');
    await page.waitForTimeout(500);
  },
  ...sorting(page),
  [`${pushSeconds * 100} live changes in ${pushSeconds} s`]: () =>
    pushChanges(webPubSub, sessions, pushSeconds),
  'the same, sorted by user': async () => {
    await page.locator('th[data-column=user] button').click();
    await pushChanges(webPubSub, sessions, pushSeconds);
    await page.locator('th[data-column=started] button').click();
  },
  'select all, and none': async () => {
    for (let click = 0; click < 2; click += 1) {
      await page.locator('th[data-column=choice] input').click();
      await page.waitForTimeout(300);
    }
  },
  'open the menu of a row': async () => {
    await page.locator('td[data-column=menu] button').first().click();
    await page.locator('[role=menuitem]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('h1').hover();
    await page.waitForTimeout(300);
  },
  'export all rows': async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.toolbar button').nth(2).click(),
    ]);
    await download.delete();
  },
});

const columns = ['user', 'target', 'protocol', 'source', 'duration', 'idle', 'state', 'started'];

const sorting = (page: Page): Gestures => ({
  'sort by each column, both ways': async () => {
    for (const column of columns) {
      for (let click = 0; click < 2; click += 1) {
        await page.locator(`th[data-column=${column}] button`).click();
        await page.waitForTimeout(150);
      }
    }
  },
});

/** Every row is counted, and the hub tells of changes. */
async function isWhole(page: Page): Promise<void> {
  await page.locator(`.grid table[aria-rowcount="${manyRows + 1}"]`).waitFor();
  await page.locator('.list-state').getByText('Live', { exact: true }).waitFor();
}
