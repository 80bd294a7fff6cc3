import type { SessionWorld } from './sessionWorld.ts';

/** A relay that does as it is told, in memory: it serves what is attached and reports it when it is asked. */
export function modelRelay(world: SessionWorld, relayId = 'relay-01') {
  const serves = new Set<string>();
  const state = { answers: true };
  const report = () =>
    [...serves].map((sessionId) => ({
      sessionId,
      lastActivityTime: new Date(world.clock.now()).toISOString(),
    }));
  const tell = world.deps.messaging.command.bind(world.deps.messaging);
  world.deps.messaging.command = async (to, command) => {
    await tell(to, command);
    if (to !== relayId) return;
    if (command.kind === 'attach') serves.add(command.session.sessionId);
    if (command.kind === 'detach') serves.delete(command.sessionId);
    if (command.kind === 'report' && state.answers)
      await world.deps.operations.answer(command.operationId, relayId, { sessions: report() });
  };
  return { serves, state };
}
