import type { Translate } from './i18n.ts';

/** Codes with a sentence of our own. For all others there is only the control plane's, in English. */
const codes = [
  'AuthenticationFailed',
  'AuthorizationFailed',
  'ResourceNotFound',
  'PreconditionFailed',
  'ScopeLocked',
  'SerialPortBusy',
  'SerialConsoleDisabled',
  'SerialPortDisabled',
  'BootDiagnosticsDisabled',
  'VirtualMachineNotRunning',
  'OperationInProgress',
  'GuestDidNotShutDown',
  'SessionMonitoringBlocked',
  'SshNotAvailable',
  'SshUnreachable',
  'SshLoginFailed',
  'SshKeyUnreadable',
  'HostKeyChanged',
  'BastionSessionLimitReached',
  'UserSessionLimitReached',
  'RelayUnavailable',
  'HypervisorUnavailable',
  'MachineControlNotAvailable',
  'IdentityProviderUnavailable',
  'DirectoryUnavailable',
  'StorageUnavailable',
  'MessagingUnavailable',
  'InternalError',
  'NetworkError',
  'InvalidResponse',
  'StillUnderWay',
] as const;

export function errorSentence(t: Translate, code: string): string | undefined {
  const known = codes.find((one) => one === code);
  return known === undefined ? undefined : t(`errors:known.${known}`);
}
