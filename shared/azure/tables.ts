import { TableClient } from '@azure/data-tables';
import type { SteadyClock } from '../clock/steadyClock.ts';
import { answerWithin } from './answerWithin.ts';
import { azureCredential, isConnectionString } from './credentials.ts';
import { hearTime } from './hearTime.ts';

/** Every table that Sallyport owns. docs/storage.md has keys, shapes and lifetimes. */
export const tableNames = [
  'sessions',
  'due',
  'history',
  'operators',
  'relays',
  'operations',
  'machineOperations',
  'outcomes',
  'audit',
  'fleet',
  'access',
  'rights',
  'subscriptions',
  'consoleSwitches',
  'policies',
  'seats',
  'hostKeys',
  'groups',
  'locks',
] as const;
type TableName = (typeof tableNames)[number];

export type Tables = Readonly<Record<TableName, TableClient>>;

/** `setting` is a storage connection string or `https://{account}.table.core.windows.net`. `clock` follows theirs. */
export function openTables(setting: string, timeoutSeconds = 3, clock?: SteadyClock): Tables {
  const options = optionsOf(timeoutSeconds, clock);
  const open = (name: TableName): TableClient =>
    isConnectionString(setting)
      ? TableClient.fromConnectionString(setting, name, { allowInsecureConnection: true, ...options })
      : new TableClient(setting, name, azureCredential(), options);
  return Object.fromEntries(tableNames.map((name) => [name, open(name)])) as Tables;
}

/** A caller waits for an answer: give up after seconds and say so, rather than after a minute or never. */
const optionsOf = (timeoutSeconds: number, clock: SteadyClock | undefined) => ({
  retryOptions: { maxRetries: 2, retryDelayInMs: 100, maxRetryDelayInMs: 500 },
  additionalPolicies: [
    answerWithin(timeoutSeconds * 1_000),
    ...(clock === undefined ? [] : [hearTime(clock)]),
  ],
});

/** Creates what is missing. Repeatable. */
export async function createTables(tables: Tables): Promise<void> {
  await Promise.all(Object.values(tables).map((table) => table.createTable()));
}
