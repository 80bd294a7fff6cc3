import type { SessionResource } from '../../shared/contracts/session.ts';

export type MachinePeople = {
  /** Names of those who type at the serial console. */
  readonly operators: readonly string[];
  readonly observers: readonly string[];
  /** Names of those with a shell or a desktop. */
  readonly shells: readonly string[];
};

/** Who is on a machine, each once. */
export function peopleOf(sessions: readonly SessionResource[], vmId: string): MachinePeople {
  const here = sessions.filter(({ targetResourceId }) => isSame(targetResourceId, vmId));
  const names = (is: (one: SessionResource) => boolean): string[] => [
    ...new Set(here.filter(is).map(({ userName }) => userName)),
  ];
  return {
    operators: names(({ protocol, mode }) => protocol === 'Serial' && mode === 'operator'),
    observers: names(({ protocol, mode }) => protocol === 'Serial' && mode === 'observer'),
    shells: names(({ protocol }) => protocol !== 'Serial'),
  };
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
