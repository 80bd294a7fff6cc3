import type { MachineAnswer } from '../../shared/contracts/machineOperation.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { answerOperation } from '../../shared/machines/endOperation.ts';
import { type StartInput, startOperation } from '../../shared/machines/startOperation.ts';
import type { RelayRecord } from '../../shared/sessions/ports.ts';
import { fakeAudit } from './fakeAudit.ts';
import { fakeMachineOperations } from './fakeMachineOperations.ts';
import { fakeMessaging } from './fakeMessaging.ts';
import { fakeRelayStore } from './fakeRelayStore.ts';
import { manualClock } from './manualClock.ts';
import { aCaller, aTarget, hash, start } from './sessionFacts.ts';

/** Everything that the rules about operations depend on, in memory, with one relay alive and its machine on. */
export function machineWorld() {
  const clock = manualClock(start);
  const relays = fakeRelayStore();
  let serial = 0;
  const deps = {
    machineOperations: fakeMachineOperations(),
    relays,
    messaging: fakeMessaging(),
    audit: fakeAudit(),
    hash,
    now: clock.now,
    newId: () => `id-${(serial += 1)}`,
  };
  const target = aTarget();
  const portId = portIdOf(hash, target.resourceId);
  const beat = (power: RelayRecord['ports'][number]['power'] = 'running', over: Partial<RelayRecord> = {}) =>
    relays.records.set('relay-01', {
      relayId: 'relay-01',
      connectionId: 'r1',
      heartbeatTime: clock.now(),
      ports: [{ portId, power, endOffset: 0 }],
      sessions: [],
      ...over,
    });
  beat();
  return {
    deps,
    clock,
    target,
    portId,
    beat,
    commands: () =>
      deps.messaging.calls.filter(([call]) => call === 'command').map(([, , command]) => command),
    start: (over: Partial<StartInput> = {}) =>
      startOperation(deps, {
        caller: aCaller(),
        target,
        action: 'restart',
        sourceIpAddress: '203.0.113.7',
        clientRequestId: undefined,
        ...over,
      }),
    answer: (operationId: string, answer: MachineAnswer, relayId = 'relay-01') =>
      answerOperation(deps, { operationId, relayId, answer }),
    stored: (operationId: string) => deps.machineOperations.rows.get(operationId)?.value,
    /** Event, outcome and reason of each audit row. */
    audited: () => deps.audit.rows.map(({ event, outcome, reason }) => `${event} ${outcome} ${reason}`),
  };
}
