import type { Seat, SeatStore } from '../../shared/sessions/ports.ts';

/** Seats in memory, by group and number. */
export function fakeSeatStore() {
  const groups = new Map<string, Map<number, Seat>>();
  let version = 0;
  const store: SeatStore = {
    list: async (group) => [...(groups.get(group)?.values() ?? [])].toSorted((a, b) => a.index - b.index),
    async take(group, { index, sessionId, instead }) {
      const seats = groups.get(group) ?? new Map<number, Seat>();
      groups.set(group, seats);
      if (seats.get(index)?.version !== instead) return seats.get(index)?.sessionId === sessionId;
      version += 1;
      seats.set(index, { index, sessionId, version: String(version) });
      return true;
    },
  };
  return Object.assign(store, { groups });
}
