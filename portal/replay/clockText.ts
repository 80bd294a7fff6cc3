/** A place in a recording as players show it everywhere: `0:42`, `12:05`, `1:02:03`. */
export function clockText(timeMs: number): string {
  const seconds = Math.max(0, Math.floor(timeMs / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}
