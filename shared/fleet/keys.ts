import type { SessionProtocol } from '../contracts/session.ts';
import { resourceKey } from './resourceId.ts';

/** SHA-256 of a text in lower-case hex. Passed in: pure folders have no crypto. */
export type Hash = (text: string) => string;

/** The table partition of a bastion's sessions: 12 hex digits, equal for ids that ARM holds to be equal. */
export const bastionKey = (hash: Hash, bastionId: string): string =>
  hash(resourceKey(bastionId)).slice(0, 12);

/** Part of stored names: not to be changed. */
const ports: Readonly<Record<SessionProtocol, string>> = { Serial: 'serialports/0', SSH: 'ssh', RDP: 'rdp' };

/** The name of a target's serial port 0 in groups, or that of its SSH server: 24 hex digits. */
export const portIdOf = (
  hash: Hash,
  targetResourceId: string,
  protocol: SessionProtocol = 'Serial',
): string => hash(`${resourceKey(targetResourceId)}/${ports[protocol]}`).slice(0, 24);
