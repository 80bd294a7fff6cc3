import type { Input } from '../command.ts';

/** What `--filter` and the flags say, as one condition of docs/session-filters.md; undefined without any. */
export function sessionFilter(input: Input): string | undefined {
  const idleMinutes = input.count('idle');
  const conditions = [
    condition(input.text('who'), (who) => `(contains(userEmail,${who}) or contains(userName,${who}))`),
    condition(input.text('vm'), (vm) => `targetName eq ${vm}`),
    condition(input.text('protocol'), (protocol) => `protocol eq ${protocol}`),
    condition(input.text('source'), (range) => `ipInRange(sourceIpAddress,${range})`),
    idleMinutes === undefined ? undefined : `idleMinutes ge ${idleMinutes}`,
    parenthesised(input.text('filter')),
  ].filter((one) => one !== undefined);
  return conditions.length === 0 ? undefined : conditions.join(' and ');
}

const condition = (
  value: string | undefined,
  toCondition: (literal: string) => string,
): string | undefined => (value === undefined ? undefined : toCondition(`'${value.replaceAll("'", "''")}'`));

const parenthesised = (filter: string | undefined): string | undefined =>
  filter === undefined ? undefined : `(${filter})`;
