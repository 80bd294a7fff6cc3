import type { FleetReader } from '../fleet/fleet.ts';
import { sameResource } from '../fleet/resourceId.ts';
import { bastionOfEvent, isWithin } from './bastionOfEvent.ts';
import type { AuditReader, AuditRow } from './ports.ts';

export type ListAuditDeps = {
  readonly audit: AuditReader;
  readonly fleet: Pick<FleetReader, 'bastions' | 'targets'>;
};
export type AuditQuery = {
  readonly bastionId: string;
  /** Milliseconds since 1970; both ends belong to it. */
  readonly from: number;
  readonly to: number;
  /** Principal id or user name, in any case. */
  readonly user?: string | undefined;
  readonly event?: string | undefined;
  readonly outcome?: string | undefined;
  readonly sessionId?: string | undefined;
  /** What it is about: a resource with all that is in it, or a machine's name. */
  readonly target?: string | undefined;
  /** Within any of its texts, in any case. */
  readonly search?: string | undefined;
  readonly limit: number;
  /** The last row that the page before looked at. */
  readonly after?: AuditPlace | undefined;
};
export type AuditPlace = Pick<AuditRow, 'day' | 'key'>;
export type AuditPage = { readonly rows: readonly AuditRow[]; readonly next: AuditPlace | undefined };

const chunk = 500;
/** A rare event far back costs more pages, never a time-out. */
const maxLooked = 5_000;
const dayMs = 86_400_000;

/** A bastion's events, newest first. A page may be short, even empty, with more behind it: it says so by `next`. */
export async function listAudit(deps: ListAuditDeps, query: AuditQuery): Promise<AuditPage> {
  const [bastions, targets] = await Promise.all([deps.fleet.bastions(), deps.fleet.targets()]);
  const found: AuditRow[] = [];
  let looked = 0;
  const newest: AuditPlace = { day: dayOf(query.to), key: newestKey(query.to) };
  // A place behind the newest day would cost a query for every day on the way.
  let place = query.after === undefined || query.after.day > newest.day ? newest : query.after;
  for (;;) {
    const rows = await deps.audit.rows(place.day, { limit: chunk, after: place.key });
    for (const row of rows) {
      place = row;
      if (row.time < query.from) return { rows: found, next: undefined };
      if (isWanted(row, query) && isOf({ bastions, targets }, row, query.bastionId)) found.push(row);
      if (found.length === query.limit) return { rows: found, next: place };
    }
    looked += rows.length;
    if (rows.length < chunk) {
      if (place.day <= dayOf(query.from)) return { rows: found, next: undefined };
      place = { day: dayOf(Date.parse(place.day) - dayMs), key: '' };
    }
    if (looked >= maxLooked) return { rows: found, next: place };
  }
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** Sorts just before every row of this moment. */
const newestKey = (time: number): string => String(1e15 - time).padStart(16, '0');

function isWanted(row: AuditRow, query: AuditQuery): boolean {
  const { to, user, event, outcome, sessionId, target, search } = query;
  const equals = (given: string | undefined, one: string | undefined): boolean =>
    given === undefined || (one !== undefined && isWord(given, one));
  return (
    row.time <= to &&
    (user === undefined || people(row).some((one) => isWord(one, user))) &&
    equals(event, row.event) &&
    equals(outcome, row.outcome) &&
    equals(sessionId, row.sessionId) &&
    (target === undefined || places(row).some((scope) => isAbout(scope, target))) &&
    (search === undefined || hasText(row, search))
  );
}

/** Who did it, and to whom. */
const people = ({ principalId, userName, affectedPrincipalId = '', affectedUserName = '' }: AuditRow) => [
  principalId,
  userName,
  affectedPrincipalId,
  affectedUserName,
];

const places = ({ scope, targetResourceId }: AuditRow): readonly string[] =>
  targetResourceId === undefined ? [scope] : [scope, targetResourceId];

/**
 * By name `vm-web-01`, by `vmss-app_1` as Azure names an instance, or by its scale set's; whatever begins with a
 * slash is an id.
 */
function isAbout(scope: string, target: string): boolean {
  if (target.startsWith('/')) return isWithin(target, scope);
  const [, set, vm] =
    /(?:\/virtualMachineScaleSets\/([^/]+))?\/virtualMachines\/([^/]+)/i.exec(scope) ??
    /()\/([^/]+)$/.exec(scope) ??
    [];
  const names = set ? [set, `${set}_${vm}`] : [vm];
  return names.some((name) => name !== undefined && isWord(name, target));
}

function hasText(row: AuditRow, search: string): boolean {
  const { event, reason = '', sourceIpAddress, targetIpAddress = '', roleName = '', action = '' } = row;
  const texts = [
    ...people(row),
    ...places(row),
    event,
    reason,
    sourceIpAddress,
    targetIpAddress,
    roleName,
    action,
  ];
  return texts.some((text) => text.toLowerCase().includes(search.toLowerCase()));
}

/** Its own events, its machines', and those of the subscription or group that it is in. */
function isOf(fleet: Parameters<typeof bastionOfEvent>[0], row: AuditRow, bastionId: string): boolean {
  const own = bastionOfEvent(fleet, row);
  return own === undefined ? isWithin(row.scope, bastionId) : sameResource(own.resourceId, bastionId);
}

const isWord = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
