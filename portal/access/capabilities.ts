import { scopeKind } from './scopeName.ts';

/** What people do at each kind of scope, in the order of how often they do it, and the action behind it. */
const bastion = {
  seeSessions: 'Microsoft.Network/bastionHosts/getActiveSessions/action',
  disconnect: 'Microsoft.Network/bastionHosts/disconnectActiveSessions/action',
  seeBastion: 'Microsoft.Network/bastionHosts/read',
  changePolicies: 'Microsoft.Network/bastionHosts/write',
  seeRecordings: 'Microsoft.Network/bastionHosts/recordings/read',
  playRecordings: 'Microsoft.Network/bastionHosts/recordings/retrieveRecordingData/action',
  seeActivity: 'Microsoft.Insights/logs/MicrosoftAzureBastionAuditLogs/read',
} as const;

const ofMachine = (type: string) => ({
  seeMachine: `${type}/read`,
  openConsole: 'Microsoft.SerialConsole/serialPorts/connect/action',
  start: `${type}/start/action`,
  restart: `${type}/restart/action`,
  stop: `${type}/powerOff/action`,
  deallocate: `${type}/deallocate/action`,
  seeBootDiagnostics: `${type}/retrieveBootDiagnosticsData/action`,
});
const machine = ofMachine('Microsoft.Compute/virtualMachines');
const instance = ofMachine('Microsoft.Compute/virtualMachineScaleSets/virtualMachines');

const access = {
  seeAccess: 'Microsoft.Authorization/roleAssignments/read',
  giveAccess: 'Microsoft.Authorization/roleAssignments/write',
  takeAccess: 'Microsoft.Authorization/roleAssignments/delete',
  seeLocks: 'Sallyport.Access/locks/read',
  lock: 'Sallyport.Access/locks/write',
  unlock: 'Sallyport.Access/locks/delete',
} as const;

export type Capability = keyof typeof bastion | keyof typeof machine | keyof typeof access;
type Action = readonly [capability: Capability, action: string];

/** What people call an action, if it is one of these. */
export function capabilityOf(action: string): Capability | undefined {
  const known = [bastion, machine, instance, access].flatMap((one) => Object.entries(one) as Action[]);
  return known.find(([, one]) => one.toLowerCase() === action.toLowerCase())?.[0];
}

/** What one may or may not do at a scope. At a subscription or a group that is all of it: rights are inherited. */
export function capabilitiesAt(scope: string): readonly Action[] {
  const kind = scopeKind(scope);
  const own =
    kind === 'bastion'
      ? bastion
      : kind === 'machine'
        ? machine
        : kind === 'instance'
          ? instance
          : { ...bastion, ...machine };
  return Object.entries({ ...own, ...access }) as [Capability, string][];
}
