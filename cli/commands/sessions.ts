import type { SessionList, SessionResource } from '../../shared/contracts/session.ts';
import type { Command, Context, Input } from '../command.ts';
import { exitCodes, UsageError } from '../failure.ts';
import { readPages } from './readPages.ts';
import { sessionFilter } from './sessionFilter.ts';
import { noteDoubts, showSessions } from './sessionRows.ts';

const states = ['active', 'ended'];
const maxPageItems = 1_000;

export const sessionsList: Command = {
  name: 'sessions list',
  operands: '',
  summary: 'Who is connected, as last known',
  details: 'Flags that narrow the list all have to hold. docs/session-filters.md has what --filter takes.',
  options: {
    state: { type: 'string', value: 'active|ended', help: 'Live sessions (default), or the history' },
    who: { type: 'string', value: '<text>', help: 'Part of the name or address of the user' },
    vm: { type: 'string', value: '<name>', help: 'The machine; an instance is set_0' },
    protocol: { type: 'string', value: 'SSH|RDP|Serial', help: 'How they are connected' },
    source: { type: 'string', value: '<range>', help: 'Where from, such as 10.0.0.0/8' },
    idle: { type: 'string', value: '<minutes>', help: 'Nothing happened for so long' },
    filter: { type: 'string', value: '<condition>', help: 'Any other condition' },
    top: { type: 'string', value: '<n>', help: 'At most so many, the newest' },
  },
  async run(context, input) {
    const { api, bastionId } = context;
    const top = input.count('top');
    const query = {
      state: readState(input),
      $filter: sessionFilter(input),
      $top: top === undefined ? undefined : Math.min(top, maxPageItems),
    };
    const first = await api.listSessions(await bastionId(), query);
    const sessions = await readPages<SessionResource, typeof first>(first, api.moreSessions, top);
    return showList(context, first, sessions);
  },
};

export const sessionsRefresh: Command = {
  name: 'sessions refresh',
  operands: '',
  summary: 'Who is connected, after asking the relays',
  options: {},
  async run(context) {
    const list = await context.api.refreshSessions(await context.bastionId());
    return showList(context, list, list.value);
  },
};

function showList({ out, isJson }: Context, list: SessionList, sessions: readonly SessionResource[]): number {
  if (isJson) out.json(sessions);
  else showSessions(out, sessions);
  noteDoubts(out, list);
  return exitCodes.done;
}

export const sessionsGet: Command = {
  name: 'sessions get',
  operands: '<id>',
  summary: 'Everything about one session, also one that has ended',
  options: {},
  async run({ api, bastionId, out, isJson }, { positionals: [id = ''] }) {
    const session = await api.getSession(await bastionId(), id);
    if (isJson) out.json(session);
    else
      out.table(
        ['MEMBER', 'VALUE'],
        Object.entries(session).map(([name, value]) => [name, String(value)]),
      );
    return exitCodes.done;
  },
};

export const sessionsDisconnect: Command = {
  name: 'sessions disconnect',
  operands: '<id>...',
  summary: 'End sessions; each has a row that says what became of it',
  details: `Exit code ${exitCodes.partly}: at least one could not be disconnected.`,
  options: { reason: { type: 'string', value: '<text>', help: 'Shown to whoever is disconnected' } },
  run: disconnect,
};

async function disconnect({ api, bastionId, out, isJson }: Context, input: Input): Promise<number> {
  const rows = await api.disconnectSessions(await bastionId(), input.positionals, input.text('reason') ?? '');
  if (isJson) out.json(rows);
  else
    out.table(
      ['SESSION', 'STATE', 'MESSAGE'],
      rows.map((row) => [row.sessionId, row.state, row.message]),
    );
  return rows.every(({ state }) => state === 'Disconnected') ? exitCodes.done : exitCodes.partly;
}

function readState(input: Input): string | undefined {
  const state = input.text('state');
  if (state === undefined || states.includes(state)) return state;
  throw new UsageError(`--state is ${states.join(' or ')}, not "${state}".`);
}
