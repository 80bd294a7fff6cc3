/** A clock that only moves when told to. `wait` moves it: whoever waits finds the time passed at once. */
export function manualClock(start = Date.UTC(2026, 10, 1, 12)) {
  let time = start;
  const advance = (milliseconds: number): void => {
    time += milliseconds;
  };
  return {
    now: (): number => time,
    advance,
    wait: async (milliseconds: number): Promise<void> => advance(milliseconds),
  };
}
