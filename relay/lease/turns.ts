/** Runs a task when there is room for it. */
export type Turns = <T>(task: () => Promise<T>) => Promise<T>;

/** At most so many at a time, the others in the order in which they came. */
export function createTurns(room: number): Turns {
  const waiting: (() => void)[] = [];
  let free = room;
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => void waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
