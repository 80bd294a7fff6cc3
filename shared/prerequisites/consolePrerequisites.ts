import type { Prerequisite } from '../contracts/prerequisites.ts';
import { machineRole, storageRole } from './accessRules.ts';
import { bootDiagnostics, managedStorage, scaleSetModel } from './bootDiagnosticsRules.ts';
import type { ConsoleFacts } from './consoleFacts.ts';
import { deploymentModel, machineLock, passwordUser, provisioned } from './machineRules.ts';
import type { Gate, GateFailure, Hint } from './rule.ts';
import {
  consoleSwitch,
  portSwitch,
  region,
  relayAlive,
  running,
  subscriptionEnabled,
} from './serviceRules.ts';
import { storageAccountFound } from './storageAccountFound.ts';
import {
  hierarchicalNamespace,
  sharedKeyAccess,
  storageFirewall,
  storageLock,
  storageTls,
  storageType,
  storageUri,
} from './storageRules.ts';

/**
 * In the order in which `connect` asks: who, what the machine is, its boot diagnostics and their account, the
 * switch, and last what changes by the minute.
 */
const rules: readonly (Gate | Hint)[] = [
  machineRole,
  deploymentModel,
  provisioned,
  machineLock,
  bootDiagnostics,
  scaleSetModel,
  managedStorage,
  storageRole,
  storageAccountFound,
  storageUri,
  storageType,
  hierarchicalNamespace,
  storageFirewall,
  sharedKeyAccess,
  storageLock,
  storageTls,
  region,
  subscriptionEnabled,
  consoleSwitch,
  portSwitch,
  relayAlive,
  running,
  passwordUser,
];

/** One row per prerequisite, whether it holds or not. */
export const consolePrerequisites = (facts: ConsoleFacts): readonly Prerequisite[] =>
  rules.map(({ look, ...rule }) => ({ ...rule, ...look(facts) }));

/**
 * Asked again of a session that comes back after its connection was lost: what ends open consoles anyway, and the
 * relay that it comes back to. A lock or a stopped machine must not lock out who is there to mend it.
 */
const lasting: readonly (Gate | Hint)[] = [
  machineRole,
  bootDiagnostics,
  storageRole,
  consoleSwitch,
  portSwitch,
  relayAlive,
];

/** The first gate that is shut; undefined when a console may be opened, or come back to. */
export function shutGate(
  facts: ConsoleFacts,
  { isReturning = false }: { readonly isReturning?: boolean } = {},
): (Gate & GateFailure) | undefined {
  for (const rule of isReturning ? lasting : rules) {
    if (!rule.required) continue;
    const found = rule.look(facts);
    if (found.state === 'fail') return { ...rule, ...found };
  }
  return undefined;
}
