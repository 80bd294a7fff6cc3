import { expect, test } from 'vitest';
import { createQueryClient } from '../../../../portal/query/createQueryClient.ts';
import { firstSessionsQuery, prefetchSessions } from '../../../../portal/query/prefetchSessions.ts';
import { parsePath } from '../../../../portal/router.ts';
import type { Api } from '../../../../shared/client/api.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';

const bastionId =
  '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Network/bastionHosts/bastion-hub';

/** An API that has one bastion, and remembers what it was asked. */
function world({ isDown = false } = {}) {
  const asked: string[] = [];
  const answer = async <T>(name: string, value: T): Promise<T> => {
    asked.push(name);
    if (isDown) throw new ApiError('AuthorizationFailed', 'No.', { status: 403 });
    return value;
  };
  const api = {
    listBastions: () => answer('bastions', [{ id: bastionId, name: 'bastion-hub' }]),
    listSessions: (id: string) => answer(`sessions of ${id}`, { value: [] }),
  } as unknown as Api;
  return { api, asked, queries: createQueryClient() };
}

test('the list is asked for before there is a page, and once', async () => {
  const { api, asked, queries } = world();

  await prefetchSessions({ api, queries }, parsePath('/'));
  const shown = await queries.fetchQuery(firstSessionsQuery(api, bastionId));

  expect(shown).toEqual({ value: [] });
  expect(asked).toEqual(['bastions', `sessions of ${bastionId}`]);
});

test('a bastion that the address names waits for no other', async () => {
  const { api, asked, queries } = world();

  const fetching = prefetchSessions({ api, queries }, parsePath(`/sessions${bastionId}`));

  expect(asked).toEqual(['bastions', `sessions of ${bastionId}`]);
  await fetching;
});

test('another page asks for none of it', async () => {
  const { api, asked, queries } = world();

  await prefetchSessions({ api, queries }, parsePath('/virtual-machines'));

  expect(asked).toEqual([]);
});

test('what fails is told by the page, which asks again', async () => {
  const { api, asked, queries } = world({ isDown: true });

  await prefetchSessions({ api, queries }, parsePath('/'));

  expect(asked).toEqual(['bastions']);
});
