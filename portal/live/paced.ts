type Subscribe = (onChange: () => void) => () => void;
type Schedule = (task: () => void, delayMs: number) => () => void;

/** Tells of a change at once, and of those that follow it together, once in `paceMs`: eyes see no more. */
export function paced(subscribe: Subscribe, schedule: Schedule, paceMs: number): Subscribe {
  return (onChange) => {
    let cancelPause: (() => void) | undefined;
    let isDue = false;
    function tell(): void {
      isDue = false;
      cancelPause = schedule(endPause, paceMs);
      onChange();
    }
    function endPause(): void {
      cancelPause = undefined;
      if (isDue) tell();
    }
    const unsubscribe = subscribe(() => {
      if (cancelPause === undefined) tell();
      else isDue = true;
    });
    return () => {
      cancelPause?.();
      unsubscribe();
    };
  };
}
