const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** Local date and time; an empty or odd value as it came. */
export function formatDateTime(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : dateTime.format(time);
}

/** The time alone for what was today. */
export function formatRecent(iso: string, now: number): string {
  const time = Date.parse(iso);
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return isToday ? timeOnly.format(time) : formatDateTime(iso);
}

export function formatTime(time: number): string {
  return timeOnly.format(time);
}
