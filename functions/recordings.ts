import { z } from 'zod';
import { SallyportError } from '../shared/contracts/errors.ts';
import {
  type RecordingData,
  recordingData,
  recordingList,
  recordingResource,
} from '../shared/contracts/recording.ts';
import { bastionKey } from '../shared/fleet/keys.ts';
import { requireBastion } from '../shared/fleet/target.ts';
import { chunkOfName, statementName } from '../shared/recording/chunk.ts';
import { toRecordingResource } from '../shared/recording/toResource.ts';
import { createWatchNotes } from '../shared/recording/watchNotes.ts';
import { affectedBy } from '../shared/sessions/auditedSession.ts';
import { inParallel } from '../shared/sessions/inParallel.ts';
import type { Session } from '../shared/sessions/session.ts';
import { bastionKeyOf } from '../shared/sessions/sessionId.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { nextLink } from './http/nextLink.ts';
import { readQuery } from './http/parse.ts';
import { type Call, type Params, serveArm } from './http/route.ts';
import { sasQuery } from './http/sasQuery.ts';

const listQuery = z.object({
  $top: z.coerce.number().int().min(1).max(500).default(100),
  $skipToken: z.string().max(64).optional(),
});

const dataQuery = sasQuery.extend({
  /** Only what comes from this chunk on: who has the ones before it asks again while the recording grows. */
  fromChunk: z.coerce.number().int().min(0).max(99_999_999).default(0),
});
const watchers = createWatchNotes({ now: Date.now });

const mayRead = (params: Params) => [
  { action: 'Microsoft.Network/bastionHosts/recordings/read', scope: bastionScope(params) },
];
/** What somebody saw on a console is more than that they were there: the right to read everything is not enough. */
const mayRetrieve = (params: Params) => [
  {
    action: 'Microsoft.Network/bastionHosts/recordings/retrieveRecordingData/action',
    scope: bastionScope(params),
  },
];

serveArm('listRecordings', {
  methods: ['GET'],
  route: `${bastionRoute}/recordings`,
  contract: { summary: 'Recorded sessions, newest first', query: listQuery, answer: recordingList },
  rights: mayRead,
  handle: async (call) => {
    const { deps, params } = call;
    const { $top: limit, $skipToken: after } = readQuery(call.request, listQuery);
    const bastion = await requireBastion(deps.fleet, bastionScope(params));
    const ids = await deps.recordings.list(bastionKey(deps.hash, bastion.resourceId), { limit, after });
    const value = await inParallel(ids, async (id) =>
      toRecordingResource(bastion.resourceId, id, await findSession(call, id)),
    );
    const next = ids.length < limit ? undefined : ids.at(-1);
    return { jsonBody: { value, ...nextLink(call.request, next) } };
  },
});

serveArm('getRecording', {
  methods: ['GET'],
  route: `${bastionRoute}/recordings/{sessionId}`,
  contract: { summary: 'One recorded session', answer: recordingResource },
  rights: mayRead,
  handle: async (call) => {
    const { sessionId } = await requireRecording(call, { expires: new Date(call.deps.now() + 60_000) });
    const session = await findSession(call, sessionId);
    return { jsonBody: toRecordingResource(bastionScope(call.params), sessionId, session) };
  },
});

serveArm('retrieveRecordingData', {
  methods: ['POST'],
  route: `${bastionRoute}/recordings/{sessionId}/retrieveRecordingData`,
  contract: {
    summary: "URLs of a recording's files that work for a while",
    query: dataQuery,
    answer: recordingData,
  },
  rights: mayRetrieve,
  handle: async (call) => {
    const { sasUriExpirationTimeInMinutes: minutes, fromChunk } = readQuery(call.request, dataQuery);
    const expires = new Date(call.deps.now() + minutes * 60_000);
    const { sessionId, files } = await requireRecording(call, { expires, fromChunk });
    const session = await findSession(call, sessionId);
    const relay = session === undefined ? undefined : await call.deps.relays.get(session.relayId);
    const isNews = watchers.note(call.caller.principalId, sessionId);
    if (isNews || fromChunk === 0) await auditAccess(call, sessionId);
    const statement = files.find(({ name }) => name === statementName);
    const answer: RecordingData = {
      chunks: files.filter(({ name }) => chunkOfName(name) !== undefined),
      ...(statement === undefined ? {} : { statement }),
      ...(relay?.recordingKey === undefined ? {} : { publicKey: relay.recordingKey }),
    };
    return { jsonBody: answer };
  },
});

/** The session's own bastion only: an id of another one is as one that never was. */
async function requireRecording(
  { deps, params }: Call,
  { expires, fromChunk = 0 }: { readonly expires: Date; readonly fromChunk?: number },
) {
  const sessionId = params.sessionId ?? '';
  const bastion = await requireBastion(deps.fleet, bastionScope(params));
  const key = bastionKey(deps.hash, bastion.resourceId);
  // The chunk before is there if any is to follow: so a recording without news is told from none.
  const known = Math.max(0, fromChunk - 1);
  const isOwn = bastionKeyOf(sessionId) === key;
  const files = isOwn ? await deps.recordings.files(key, sessionId, { expires, fromChunk: known }) : [];
  const isNew = ({ name }: { name: string }): boolean => (chunkOfName(name) ?? fromChunk) >= fromChunk;
  if (files.length > 0) return { sessionId, files: files.filter(isNew) };
  throw new SallyportError(
    'ResourceNotFound',
    'There is no recording of this session. List the recordings of the bastion to see what there is.',
    { target: 'sessionId' },
  );
}

async function findSession({ deps }: Call, sessionId: string): Promise<Session | undefined> {
  const found = await deps.sessions.get(sessionId);
  return found?.value ?? (await deps.sessions.getEnded(sessionId));
}

async function auditAccess(call: Call, sessionId: string): Promise<void> {
  const { deps, caller, params, request } = call;
  const session = await findSession(call, sessionId);
  await deps.audit.write({
    time: deps.now(),
    event: 'recordingAccess',
    outcome: 'Success',
    principalId: caller.principalId,
    userName: caller.userName,
    sourceIpAddress: deps.sourceAddress(request.headers),
    scope: bastionScope(params),
    sessionId,
    ...(session === undefined ? {} : affectedBy(session)),
  });
}
