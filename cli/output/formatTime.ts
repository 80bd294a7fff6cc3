/** In UTC, to the second: the same for everybody who reads it. */
export const formatTime = (iso: string): string => iso.replace('T', ' ').replace(/(\.\d+)?Z$/, 'Z');

export function formatMinutes(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes));
  const days = Math.floor(whole / 1_440);
  const hours = Math.floor((whole % 1_440) / 60);
  if (days > 0) return `${days}d ${hours}h`;
  return hours > 0 ? `${hours}h ${whole % 60}m` : `${whole}m`;
}
