import { expect, test } from 'vitest';
import { builtInRoles } from '../../../../shared/access/builtInRoles.ts';
import { decideAccess } from '../../../../shared/access/decideAccess.ts';
import { alice, assignment, vm } from '../../../support/accessFacts.ts';

const connect = 'Microsoft.SerialConsole/serialPorts/connect/action';
const listSessions = 'Microsoft.Network/bastionHosts/getActiveSessions/action';
const listKeys = 'Microsoft.Storage/storageAccounts/listKeys/action';
const readVm = 'Microsoft.Compute/virtualMachines/read';
const bootLog = 'Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action';
const restart = 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/restart/action';
const assign = 'Microsoft.Authorization/roleAssignments/write';
const all = [connect, listSessions, listKeys, readVm, bootLog, restart, assign];

test.each([
  ['Owner', all],
  ['Contributor', [connect, listSessions, listKeys, readVm, bootLog, restart]],
  ['Reader', [readVm]],
  ['Virtual Machine Contributor', [connect, listKeys, readVm, bootLog, restart]],
])('%s may do what it may do in Azure', (roleName, expected) => {
  const roleDefinitionId = builtInRoles.find((role) => role.roleName === roleName)?.name ?? '';
  const facts = {
    principalIds: [alice],
    assignments: [assignment({ roleDefinitionId })],
    definitions: builtInRoles,
    denyAssignments: [],
  };

  const allowed = all.filter((action) => decideAccess(facts, { action, scope: vm }).allowed);

  expect(allowed).toEqual(expected);
});

test('no built-in role here gives a data action', () => {
  expect(builtInRoles.flatMap((role) => role.permissions.flatMap((entry) => entry.dataActions))).toEqual([]);
});
