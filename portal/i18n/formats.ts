/** Dates, times and durations as one language writes them. What is no time or number never throws. */
export type Formats = {
  /** Local date and time; an empty or odd value as it came. */
  readonly dateTime: (iso: string) => string;
  /** The time alone for what was today. */
  readonly recent: (iso: string, now: number) => string;
  readonly isToday: (iso: string, now: number) => boolean;
  readonly time: (time: number) => string;
  /** The day alone. */
  readonly date: (iso: string) => string;
  /** Two units at most, such as `42s`, `7m 3s`, `2h 5m`, `3d 4h`. */
  readonly duration: (durationMs: number) => string;
  /** How long something is past, in its largest unit. */
  readonly ago: (durationMs: number) => string;
  /** Such as `812 bytes`, `12 kB`, `3.4 MB`. */
  readonly bytes: (count: number) => string;
};

const known = new Map<string, Formats>();

/** Made once per language: `Intl` objects are dear. */
export function formatsOf(language: string): Formats {
  const formats = known.get(language) ?? createFormats(language);
  known.set(language, formats);
  return formats;
}

function createFormats(language: string): Formats {
  const dateTimes = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const times = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const durations = createDurations(language);
  const ago = createAgo(language);
  const orAsItCame = (iso: string, format: Intl.DateTimeFormat): string => {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? iso : format.format(time);
  };
  const dateTime = (iso: string): string => orAsItCame(iso, dateTimes);
  return {
    dateTime,
    recent: (iso, now) => (isToday(iso, now) ? times.format(Date.parse(iso)) : dateTime(iso)),
    isToday,
    time: (time) => numbered(time, (known) => times.format(known)),
    date: (iso) => orAsItCame(iso, dates),
    bytes: createBytes(language),
    duration: (durationMs) => numbered(Math.max(0, Math.floor(durationMs / 1_000)), durations),
    ago: (durationMs) => numbered(durationMs, ago),
  };
}

/** Between two times of which one is none lies nothing that could be told; `Intl` would throw. */
const numbered = (value: number, write: (value: number) => string): string =>
  Number.isFinite(value) ? write(value) : none;
const none = '–';

const isToday = (iso: string, now: number): boolean =>
  new Date(iso).toDateString() === new Date(now).toDateString();

const byteUnits = ['byte', 'kilobyte', 'megabyte'] as const;

function createBytes(language: string): (count: number) => string {
  const formats = byteUnits.map((unit) => {
    // What is short for a byte has no plural.
    const unitDisplay = unit === 'byte' ? 'long' : 'short';
    return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 });
  });
  return (count) => {
    const step = count < 1_000 ? 0 : count < 1_000_000 ? 1 : 2;
    return formats[step]?.format(count / 1_000 ** step) ?? String(count);
  };
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** The smaller unit is shown even as zero, so that what ticks keeps its width. */
function createDurations(language: string): (seconds: number) => string {
  // Narrow Japanese would be Latin letters.
  const style = language === 'ja' ? 'short' : 'narrow';
  const seconds = new Intl.DurationFormat(language, { style, secondsDisplay: 'always' });
  const minutes = new Intl.DurationFormat(language, { style, minutesDisplay: 'always' });
  const hours = new Intl.DurationFormat(language, { style, hoursDisplay: 'always' });
  return (total) => {
    if (total < minute) return seconds.format({ seconds: total });
    if (total < hour) return seconds.format({ minutes: Math.floor(total / minute), seconds: total % minute });
    if (total < day)
      return minutes.format({
        hours: Math.floor(total / hour),
        minutes: Math.floor((total % hour) / minute),
      });
    return hours.format({ days: Math.floor(total / day), hours: Math.floor((total % day) / hour) });
  };
}

function createAgo(language: string): Formats['ago'] {
  const format = new Intl.RelativeTimeFormat(language, { style: 'short' });
  return (durationMs) => {
    const seconds = Math.max(0, Math.floor(durationMs / 1_000));
    if (seconds < minute) return format.format(-seconds, 'second');
    if (seconds < hour) return format.format(-Math.floor(seconds / minute), 'minute');
    if (seconds < day) return format.format(-Math.floor(seconds / hour), 'hour');
    return format.format(-Math.floor(seconds / day), 'day');
  };
}
