import type { Recordings } from '../../relay/recording/recordings.ts';

/** For sessions that nobody records. */
export const noRecordings: Pick<Recordings, 'begin' | 'end' | 'finishLeft' | 'stateOf' | 'tell'> = {
  begin: () => undefined,
  end: () => undefined,
  finishLeft: () => undefined,
  stateOf: () => undefined,
  tell: () => undefined,
};
