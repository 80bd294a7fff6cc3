const hour = 60;
const day = 24 * hour;

/** `15 minutes`, `4 hours`, `7 days`: whole units, in the language's own words. */
export function durationText(language: string, minutes: number): string {
  const [unit, count] =
    minutes % day === 0
      ? (['day', minutes / day] as const)
      : minutes % hour === 0
        ? (['hour', minutes / hour] as const)
        : (['minute', minutes] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
