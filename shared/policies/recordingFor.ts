import { SallyportError } from '../contracts/errors.ts';
import type { RecordingMode } from '../contracts/session.ts';
import type { Policy } from './ports.ts';

/** How a session is recorded that is opened now; undefined = not at all. */
export function recordingFor(policy: Policy, isAsked: boolean): RecordingMode | undefined {
  if (policy.recording === 'off' && isAsked) {
    throw new SallyportError(
      'InvalidRequest',
      "The bastion's policy does not allow recordings. Connect without, or ask its administrator to allow them.",
      { target: 'record' },
    );
  }
  return policy.recording === 'always' || isAsked ? policy.recordingMode : undefined;
}
