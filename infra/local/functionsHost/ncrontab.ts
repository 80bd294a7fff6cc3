/**
 * An NCRONTAB schedule, `%SETTING%` resolved, safe to be read as cron by others: what cron libraries add (`L`,
 * `W`, `#`, `?`, 7 for Sunday, nicknames, five fields) is refused, because Azure would refuse it.
 */
export function parseNcrontab(
  schedule: string,
  settings: Readonly<Record<string, string | undefined>>,
): string {
  const resolved = schedule.replace(/%([^%]+)%/g, (_whole, name: string) => {
    const value = settings[name];
    if (value === undefined) throw new Error(`Schedule "${schedule}": the setting ${name} is missing.`);
    return value;
  });
  const fields = resolved.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`Schedule "${resolved}" must have six fields.`);
  for (const [at, field] of fields.entries()) {
    const bad = field.split(',').some((item) => !isItem(item, at));
    if (bad) throw new Error(`Schedule "${resolved}": "${field}" is not NCRONTAB.`);
  }
  return fields.join(' ');
}

const months = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i;
const weekdays = /^(?:sun|mon|tue|wed|thu|fri|sat)$/i;
const monthField = 4;
const weekdayField = 5;

/** `*`, `n` or `n-m`, with or without a step. */
function isItem(item: string, field: number): boolean {
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !/^\d+$/.test(step))) return false;
  if (range === '*') return true;
  const ends = range.split('-');
  return ends.length <= 2 && ends.every((end) => isValue(end, field));
}

function isValue(text: string, field: number): boolean {
  if (field === monthField && months.test(text)) return true;
  if (field === weekdayField) return weekdays.test(text) || /^0*[0-6]$/.test(text);
  return /^\d+$/.test(text);
}
