import { paths } from '../router.ts';

export type ConsoleKind = 'serial' | 'ssh';

/** Where a console leads: a machine's serial port, or a shell there by way of a bastion. */
export type ConsolePlace =
  | { readonly kind: 'serial'; readonly vmId: string }
  | { readonly kind: 'ssh'; readonly vmId: string; readonly bastionId: string };

/** One console of each kind per machine and window. ARM ids are the same in any case of their letters. */
export const placeKey = (kind: ConsoleKind, vmId: string): string => `${kind}${vmId.toLowerCase()}`;

export const placePath = ({ kind, vmId }: ConsolePlace): string =>
  kind === 'serial' ? paths.serialConsole(vmId) : paths.ssh(vmId);
