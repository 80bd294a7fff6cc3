import type { LockResource } from '../../shared/contracts/lock.ts';
import type { Command, Context, Input } from '../command.ts';
import { exitCodes, NotFoundError, UsageError } from '../failure.ts';
import { formatTime } from '../output/formatTime.ts';
import { readResourceId } from '../resources.ts';

const scopeOptions = {
  vm: { type: 'string', value: '<vm>', help: 'At this machine' },
  scope: { type: 'string', value: '<id>', help: 'At this subscription, resource group or resource' },
} as const;

/** The machine or scope that was named; the bastion when neither was. */
async function scopeOf({ vmId, bastionId }: Context, input: Input): Promise<string> {
  const [vm, scope] = [input.text('vm'), input.text('scope')];
  if (vm !== undefined && scope !== undefined) throw new UsageError('Give --vm or --scope, not both.');
  if (vm !== undefined) return await vmId(vm);
  return scope === undefined ? await bastionId() : readResourceId(scope);
}

export const locksList: Command = {
  name: 'locks list',
  operands: '',
  summary: 'Who is kept out, at the place that is named, above it and below it',
  details: 'Without --vm and --scope: in the resource group of the bastion.',
  options: scopeOptions,
  async run(context, input) {
    const scope = await scopeOf(context, input);
    const isNamed = input.text('vm') !== undefined || input.text('scope') !== undefined;
    const locks = await context.api.listLocks(isNamed ? scope : scope.split('/').slice(0, 5).join('/'));
    show(context, locks);
    return exitCodes.done;
  },
};

export const locksAdd: Command = {
  name: 'locks add',
  operands: '<name>',
  summary: 'Keep people out, and end their sessions at once',
  details: 'Without --vm and --scope: everything behind the bastion. docs/locks.md tells what a lock does.',
  options: {
    ...scopeOptions,
    reason: { type: 'string', value: '<text>', help: 'Shown to whoever is kept out; needed' },
    principal: { type: 'string', value: '<id>', help: 'This user, app or group; everybody without it' },
    for: { type: 'string', value: '<minutes>', help: 'Until it is removed without it' },
    self: { type: 'boolean', help: 'Also if that locks you out' },
  },
  async run(context, input) {
    const reason = input.text('reason');
    if (reason === undefined) throw new UsageError('Give --reason: whoever is kept out reads it.');
    const principalId = input.text('principal');
    const lock = await context.api.putLock(await scopeOf(context, input), input.positionals[0] ?? '', {
      reason,
      durationInMinutes: input.count('for') ?? null,
      allowSelf: input.flag('self'),
      ...(principalId === undefined ? {} : { principalId }),
    });
    return tell(context, lock, `locked; sessions ended: ${lock.properties.endedSessions ?? 0}`);
  },
};

export const locksRemove: Command = {
  name: 'locks remove',
  operands: '<name>',
  summary: 'Let them in again',
  details: 'Name the place as it was named to lock it.',
  options: scopeOptions,
  async run(context, input) {
    const [name = ''] = input.positionals;
    const scope = await scopeOf(context, input);
    const path = `${scope}/providers/Sallyport.Access/locks/${encodeURIComponent(name)}`;
    const removed = await context.api.removeLock(path);
    if (removed === undefined) throw new NotFoundError(`There is no lock "${name}" at ${scope}.`);
    return tell(context, removed, 'removed');
  },
};

function tell({ out, isJson }: Context, lock: LockResource, what: string): number {
  if (isJson) out.json(lock);
  else out.line(`${lock.name}: ${what}`);
  return exitCodes.done;
}

function show({ out, isJson }: Context, locks: readonly LockResource[]): void {
  if (isJson) out.json(locks);
  else out.table(['NAME', 'WHERE', 'WHO', 'UNTIL', 'BY', 'REASON'], locks.map(toRow));
}

const toRow = ({ name, properties }: LockResource): string[] => [
  name,
  properties.scope.split('/').slice(-2).join('/'),
  properties.principalName ?? properties.principalId ?? 'everybody',
  properties.expiresOn === undefined ? 'removed' : formatTime(properties.expiresOn),
  properties.createdBy,
  properties.reason,
];
