import type { AccessLock } from '../../shared/locks/accessLock.ts';
import { vm } from './accessFacts.ts';
import { start } from './sessionFacts.ts';

/** Everybody is kept out of vm-web-01 until somebody removes the lock, unless told otherwise. */
export const aLock = (over: Partial<AccessLock> = {}): AccessLock => ({
  scope: vm,
  name: 'incident-7',
  principalId: undefined,
  principalName: undefined,
  reason: 'Under investigation',
  expiresAt: undefined,
  createdAt: start,
  createdBy: 'Olivia Owner',
  createdByPrincipalId: '20000000-0000-4000-8000-000000000001',
  ...over,
});
