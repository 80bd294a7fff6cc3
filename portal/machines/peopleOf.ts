import type { SessionResource } from '../../shared/contracts/session.ts';

export type MachinePeople = {
  /** Names of those who type at the serial console. */
  readonly operators: readonly string[];
  readonly observers: readonly string[];
  /** Names of those with a shell or a desktop. */
  readonly shells: readonly string[];
};

/** Sessions by their machine, so that a list of machines does not look through all of them for each. */
export function sessionsByMachine(
  sessions: readonly SessionResource[],
): (vmId: string) => readonly SessionResource[] {
  const byMachine = Map.groupBy(sessions, ({ targetResourceId }) => targetResourceId.toLowerCase());
  return (vmId) => byMachine.get(vmId.toLowerCase()) ?? [];
}

/** Who is on the machine of these sessions, each once. */
export function peopleOf(here: readonly SessionResource[]): MachinePeople {
  const names = (is: (one: SessionResource) => boolean): string[] => [
    ...new Set(here.filter(is).map(({ userName }) => userName)),
  ];
  return {
    operators: names(({ protocol, mode }) => protocol === 'Serial' && mode === 'operator'),
    observers: names(({ protocol, mode }) => protocol === 'Serial' && mode === 'observer'),
    shells: names(({ protocol }) => protocol !== 'Serial'),
  };
}
