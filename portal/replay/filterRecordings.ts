import { targetName } from '../../shared/client/armResources.ts';
import type { RecordingResource } from '../../shared/contracts/recording.ts';

/** What a list of recordings is narrowed by; what is empty does not matter. Days are `2026-11-21`, local ones. */
export type RecordingFilter = {
  readonly user: string;
  readonly vm: string;
  readonly from: string;
  readonly to: string;
};

export function filterRecordings(
  recordings: readonly RecordingResource[],
  filter: RecordingFilter,
): readonly RecordingResource[] {
  const from = filter.from === '' ? Number.NEGATIVE_INFINITY : startOfDay(filter.from, 0);
  const to = filter.to === '' ? Number.POSITIVE_INFINITY : startOfDay(filter.to, 1);
  return recordings.filter(({ properties }) => {
    const { userName = '', userEmail = '', targetResourceId = '', startTime } = properties;
    const time = Date.parse(startTime);
    return (
      has(`${userName}\n${userEmail}`, filter.user) &&
      has(targetName(targetResourceId), filter.vm) &&
      time >= from &&
      time < to
    );
  });
}

/** Of that day, or so many days later. */
function startOfDay(day: string, later: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).getTime();
}

const has = (text: string, part: string): boolean => text.toLowerCase().includes(part.trim().toLowerCase());
