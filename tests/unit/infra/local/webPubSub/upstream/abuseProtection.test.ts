import { expect, test } from 'vitest';
import {
  type AbuseProtection,
  createAbuseProtection,
} from '../../../../../../infra/local/webPubSub/upstream/abuseProtection.ts';

const url = 'http://app.test/hook/validate';

type Scene = { readonly protection: AbuseProtection; readonly asked: string[]; now: number; allows: boolean };

/** A handler whose mind and a clock whose time the test changes. */
function createScene(): Scene {
  const asked: string[] = [];
  const scene = { asked, now: 0, allows: true };
  const answer = (_input: unknown, init?: RequestInit): Promise<Response> => {
    asked.push(`${init?.method ?? ''} at ${scene.now}`);
    const headers: Record<string, string> = scene.allows ? { 'webhook-allowed-origin': '*' } : {};
    return Promise.resolve(new Response('', { headers }));
  };
  const retry = { fetch: answer, retryDelaysMs: [], timeoutMs: 1_000, signal: new AbortController().signal };
  const protection = createAbuseProtection({ retry, origin: () => 'localhost:8080', now: () => scene.now });
  return Object.assign(scene, { protection });
}

test('a permission holds for a minute, then it is asked for again while events go on', async () => {
  const scene = createScene();

  const first = [await scene.protection.isAllowed(url), await scene.protection.isAllowed(url)];
  scene.now = 60_000;
  scene.allows = false;
  const meanwhile = await scene.protection.isAllowed(url);
  await Promise.resolve();

  expect([...first, meanwhile]).toEqual([true, true, true]);
  expect(scene.asked).toEqual(['OPTIONS at 0', 'OPTIONS at 60000']);
  await expect.poll(() => scene.protection.isAllowed(url)).toBe(false);
});

test('who refuses is asked again after 1, 2, 4 seconds, and never less than once a minute', async () => {
  const scene = createScene();
  scene.allows = false;

  for (; scene.now <= 200_000; scene.now += 500) await scene.protection.isAllowed(url);

  const expected = [0, 1, 3, 7, 15, 31, 63, 123, 183].map((seconds) => `OPTIONS at ${seconds * 1_000}`);
  expect(scene.asked).toEqual(expected);
});

test('many events wait for one question', async () => {
  const scene = createScene();

  await Promise.all(Array.from({ length: 5 }, () => scene.protection.isAllowed(url)));

  expect(scene.asked).toEqual(['OPTIONS at 0']);
});
