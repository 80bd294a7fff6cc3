import type { Messaging } from '../console/messaging.ts';
import type { NoticeFrame } from '../contracts/frames.ts';
import type { OperatorLock, SessionStore } from './ports.ts';
import { holdsPort, isLive, type Session } from './session.ts';

type TellDeps = {
  readonly sessions: SessionStore;
  readonly operators: OperatorLock;
  readonly messaging: Messaging;
};

/** Tells everybody at a port who types there now. Says what is true when it is called, so it may be repeated. */
export async function tellOperator(deps: TellDeps, portId: string): Promise<void> {
  await deps.messaging.notifyPort(portId, operatorNotice(await operatorOf(deps, portId)));
}

/** Tells one viewer, who has just come. */
export async function tellOperatorTo(deps: TellDeps, { sessionId, portId }: Session): Promise<void> {
  await deps.messaging.notify(sessionId, operatorNotice(await operatorOf(deps, portId)));
}

async function operatorOf(deps: TellDeps, portId: string): Promise<Session | undefined> {
  const holder = await deps.operators.holder(portId);
  const session = holder === undefined ? undefined : (await deps.sessions.get(holder))?.value;
  return session !== undefined && isLive(session) && holdsPort(session) ? session : undefined;
}

function operatorNotice(operator: Session | undefined): NoticeFrame {
  if (operator === undefined) return { kind: 'operator', operator: null };
  const { userName, startTime, tookOverFrom } = operator;
  return {
    kind: 'operator',
    operator: { name: userName, since: new Date(startTime).toISOString() },
    ...(tookOverFrom === undefined ? {} : { takenOverFrom: tookOverFrom }),
  };
}
