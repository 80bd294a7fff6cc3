const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `42 s`, `7 min 03 s`, `2 h 05 min`, `3 d 04 h`: two units at most, the second always two digits. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  if (seconds < minute) return `${seconds} s`;
  if (seconds < hour) return `${Math.floor(seconds / minute)} min ${two(seconds % minute)} s`;
  if (seconds < day) return `${Math.floor(seconds / hour)} h ${two((seconds % hour) / minute)} min`;
  return `${Math.floor(seconds / day)} d ${two((seconds % day) / hour)} h`;
}
