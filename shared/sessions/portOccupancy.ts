import { isLive, type Session } from './session.ts';

/** Who uses a serial port. Names the operator and nothing else of anybody: see `occupancyOf`. */
export type PortOccupancy = {
  /** Name of the one who may type; absent when nobody may. */
  readonly operator?: string;
  readonly observers: number;
};

/**
 * For whoever may read the machine: the operator's name, so that one knows whom to ask, and how many watch.
 * Where they are, what their sessions are called and what was before needs the bastion's session right.
 */
export function occupancyOf(sessions: readonly Session[], portId: string): PortOccupancy {
  const here = sessions.filter((session) => session.portId === portId && isLive(session));
  const operator = here.find(({ mode }) => mode === 'operator');
  return {
    ...(operator === undefined ? {} : { operator: operator.userName }),
    observers: here.filter(({ mode, state }) => mode === 'observer' && state === 'Active').length,
  };
}
