import { expect, test } from 'vitest';
import { type ConsolePlace, placeKey } from '../../../../portal/session/consolePlace.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';
import { createFakeBrowser } from '../../../support/fakeOpenConsoles.ts';

const web: ConsolePlace = { kind: 'serial', vmId: '/subscriptions/s/web' };
const db: ConsolePlace = { kind: 'serial', vmId: '/subscriptions/s/db' };
const shell: ConsolePlace = { kind: 'ssh', vmId: '/subscriptions/s/web', bastionId: '/subscriptions/s/b' };
const keyOf = ({ kind, vmId }: ConsolePlace): string => placeKey(kind, vmId);
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a console is opened once, however often its page is, and goes on when the page is left', async () => {
  const { consoles, create, attach, events } = createFakeBrowser().openWindow();

  const first = consoles.open(web, create);
  await settled();
  attach('s1');
  consoles.show(keyOf(web));
  consoles.show(undefined);
  const again = consoles.open({ ...web, vmId: web.vmId.toUpperCase() }, create);

  expect(again).toBe(first);
  expect(first?.connection.snapshot.state).toBe('connected');
  expect(events()).not.toContain('close');
});

test('that a console was to be recorded is kept over every reload of its page', async () => {
  const { openWindow, storage } = createFakeBrowser();
  const kept = [{ ...web, sessionId: 's1', mode: 'operator', offset: 7, record: true }];
  storage.set('consoles', JSON.stringify(kept));
  const { consoles, create, attach } = openWindow();
  consoles.restore(create);
  await settled();
  attach('s1');

  consoles.leave();

  expect(consoles.kept).toMatchObject([{ sessionId: 's1', record: true }]);
});

test('a console that was refused is asked for again when its page is opened again', async () => {
  const { openWindow, refusals } = createFakeBrowser();
  const { consoles, create } = openWindow();
  refusals.push(new ApiError('AuthorizationFailed', 'No.', { status: 403 }));
  const console = consoles.open(web, create);
  await settled();
  const before = console?.connection.snapshot.state;

  consoles.open(web, create);
  await settled();

  expect([before, console?.connection.snapshot.state]).toEqual(['refused', 'connecting']);
});

test('what is written while another page is shown marks the tab until it is shown', async () => {
  const { consoles, create, attach } = createFakeBrowser().openWindow();
  consoles.open(web, create);
  await settled();
  consoles.show(keyOf(web));
  attach('s1');
  const shownMark = consoles.tabs[0]?.isUnread;

  consoles.show(keyOf(db));
  attach('s1', 'login: ');
  const hiddenMark = consoles.tabs[0]?.isUnread;
  consoles.show(keyOf(web));

  expect([shownMark, hiddenMark, consoles.tabs[0]?.isUnread]).toEqual([false, true, false]);
});

test('output that changes no mark tells nobody', async () => {
  const { consoles, create, attach } = createFakeBrowser().openWindow();
  consoles.open(web, create);
  await settled();
  attach('s1', 'a');
  let told = 0;
  consoles.subscribe(() => (told += 1));

  attach('s1', 'a');

  expect(told).toBe(0);
});

test('there are eight at most', () => {
  const { consoles, create } = createFakeBrowser().openWindow();
  const opened = Array.from({ length: 9 }, (_, index) =>
    consoles.open({ kind: 'serial', vmId: `/subscriptions/s/vm${index}` }, create),
  );

  expect(opened.map((one) => one !== undefined)).toEqual([...Array(8).fill(true), false]);
  expect(consoles.tabs).toHaveLength(8);
});

test('a tab that is closed ends its session and is forgotten', async () => {
  const { openWindow, storage } = createFakeBrowser();
  const { consoles, create, attach, events } = openWindow();
  consoles.open(web, create);
  await settled();
  attach('s1');

  await consoles.close(keyOf(web));

  expect(events()).toContain('close');
  expect(consoles.tabs).toEqual([]);
  expect(storage.size).toBe(0);
});

test('after a reload the tabs are there again, each with its session', async () => {
  const { openWindow, storage, asked } = createFakeBrowser();
  const before = openWindow();
  before.consoles.open(web, before.create);
  before.consoles.open(shell, before.create);
  await settled();
  before.attach('s1', 'x'.repeat(10));
  before.attach('s2');
  before.consoles.leave();
  const after = openWindow();

  after.consoles.restore(after.create);
  await settled();

  expect(after.consoles.tabs.map(({ key }) => key)).toEqual([keyOf(web), keyOf(shell)]);
  expect(asked.slice(2)).toEqual([
    { window: 2, sessionId: 's1', resumeOffset: 0 },
    { window: 2, sessionId: 's2', resumeOffset: 0 },
  ]);
  expect([...storage.values()].join('')).not.toMatch(/ws:|ticket|token|xxx/);
});

test('leaving the page ends a serial session at once, and gives a shell its time', async () => {
  const { consoles, create, attach, events } = createFakeBrowser().openWindow();
  consoles.open(web, create);
  await settled();
  attach('s1');
  consoles.open(shell, create);
  await settled();
  attach('s2');

  consoles.leave();

  expect(events().filter((name) => name === 'close')).toHaveLength(1);
  expect(consoles.get(keyOf(shell))?.connection.snapshot.state).toBe('connected');
});

test('a page that is left to sign in again ends nothing', async () => {
  const { consoles, create, attach, events } = createFakeBrowser().openWindow();
  consoles.open(web, create);
  await settled();
  attach('s1');

  consoles.comeBack();
  consoles.leave();

  expect(events().filter((name) => name === 'close')).toEqual([]);
});

test('a page that only goes to sign in forgets nothing of what was kept', async () => {
  const { openWindow, storage } = createFakeBrowser();
  const before = openWindow();
  before.consoles.open(web, before.create);
  await settled();
  before.attach('s1');
  before.consoles.leave();

  openWindow().consoles.leave();

  expect(storage.size).toBe(1);
});

test('what is kept may be anything', () => {
  const { openWindow, storage } = createFakeBrowser();
  for (const text of ['{', '[{"kind":"telnet"}]', '[{"kind":"serial","vmId":1}]', 'null']) {
    storage.set('consoles', text);
    const { consoles, create } = openWindow();

    consoles.restore(create);

    expect(consoles.tabs).toEqual([]);
  }
});

test('a window that goes on with a session takes it from the one that had it, which says so and can take it back', async () => {
  const { openWindow, asked } = createFakeBrowser();
  const first = openWindow();
  first.consoles.open(web, first.create);
  await settled();
  first.attach('s1', 'boot');
  const second = openWindow();

  second.consoles.restore(second.create);
  await settled();
  second.attach('s1');
  const moved = first.consoles.tabs[0];
  first.consoles.takeBack(keyOf(web));
  await settled();
  first.attach('s1');

  expect(moved).toMatchObject({ state: 'disconnected', isMoved: true });
  expect(first.consoles.tabs[0]).toMatchObject({ state: 'connected', isMoved: false });
  expect(second.consoles.tabs[0]).toMatchObject({ state: 'disconnected', isMoved: true });
  expect(asked.at(-1)).toEqual({ window: 1, sessionId: 's1', resumeOffset: 4 });
  expect(first.events()).not.toContain('close');
});
