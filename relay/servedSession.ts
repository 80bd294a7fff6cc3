import type { RelaySession } from '../shared/contracts/relayApi.ts';
import type { PortPump } from './portPump.ts';

/** One viewer that this relay serves, whatever is behind it. */
export type ServedSession = {
  readonly session: RelaySession;
  readonly lastActivityMs: number;
  /** What the viewer is shown. */
  readonly pump: PortPump;
  /** Says where the output is and sends what is wanted; null = from where the control plane's attach says. */
  answer(wanted: number | null): void;
  /** Says where the output is, without a replay: who has a hole asks. */
  announce(): void;
  /** Says where the output is, if that may be news. Absent where somebody else says so for all viewers at once. */
  announceEnd?(isNewConnection: boolean): void;
  /** A message of the viewer's own up group. */
  receive(data: unknown): void;
  close(): void;
};
