import { expect, test } from 'vitest';
import { readAllSessions } from '../../../../portal/sessions/readAllSessions.ts';
import { toSessionResource } from '../../../../shared/sessions/toResource.ts';
import { aSession, start } from '../../../support/sessionFacts.ts';

const row = toSessionResource(aSession(), start, true);

/** A list of so many pages, one row each. */
const pagesOf = (count: number) => {
  const asked: string[] = [];
  const page = (number: number) => ({
    value: [{ ...row, sessionId: `s${number}` }],
    ...(number + 1 < count ? { nextLink: String(number + 1) } : {}),
  });
  const api = {
    listSessions: async (_bastion: string, { $filter = '' }: { $filter?: string } = {}) => {
      if ($filter !== '') asked.push($filter);
      return page(0);
    },
    moreSessions: async (link: string) => {
      asked.push(link);
      return page(Number(link));
    },
  };
  return { api, asked };
};

test('pages become one list without an end to follow', async () => {
  const { api, asked } = pagesOf(3);

  const { value, nextLink } = await readAllSessions(api, 'bastion');

  expect(value.map(({ sessionId }) => sessionId)).toEqual(['s0', 's1', 's2']);
  expect([nextLink, asked]).toEqual([undefined, ['1', '2']]);
});

test('a list that does not end is left at ten pages, with the link to more', async () => {
  const { api } = pagesOf(1_000);

  const { value, nextLink } = await readAllSessions(api, 'bastion');

  expect([value.length, nextLink]).toEqual([10, '10']);
});

test('what is wanted of a list is asked for with its first page', async () => {
  const { api, asked } = pagesOf(2);

  await readAllSessions(api, 'bastion', { $filter: "protocol eq 'SSH'" });

  expect(asked).toEqual(["protocol eq 'SSH'", '1']);
});
