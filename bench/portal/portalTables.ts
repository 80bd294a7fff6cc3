import { markdownTable } from '../markdown.ts';
import { median } from '../statistics.ts';
import type { GestureResult, ManyRowsResult } from './measureManyRows.ts';
import type { VisitResult } from './measureVisits.ts';
import type { Task } from './traceTasks.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const spread = (values: readonly number[]): string[] => [
  whole(median(values)),
  whole(Math.min(...values)),
  whole(Math.max(...values)),
];

export function visitsTable({ reload, first, signedIn }: VisitResult, many: ManyRowsResult): string {
  const kilobytes = (values: readonly number[]): string => whole(median(values));
  return markdownTable(
    ['until it can be used', 'median ms', 'best', 'worst', 'KB over the network', 'runs'],
    [
      ['reload', ...spread(reload.ms), kilobytes(reload.kilobytes), whole(reload.ms.length)],
      [
        'never here before: the button that signs in',
        ...spread(first.ms),
        kilobytes(first.kilobytes),
        whole(first.ms.length),
      ],
      [
        'from there: a person is chosen, their list is there',
        ...spread(signedIn.ms),
        kilobytes(signedIn.kilobytes),
        whole(signedIn.ms.length),
      ],
      ['reload with 10,000 sessions: the newest', ...spread(many.usableMs), '', whole(many.usableMs.length)],
      ['… and all of them, live', ...spread(many.wholeMs), '', whole(many.wholeMs.length)],
    ],
  );
}

/** In the order in which parts begin; whatever is asked for after the list is left out. */
export function waterfallTable({ waterfalls }: VisitResult): string {
  const spans = [...Map.groupBy(waterfalls.flat(), ({ part }) => part)].map(([part, all]) => ({
    part,
    startMs: median(all.map((span) => span.startMs)),
    endMs: median(all.map((span) => span.endMs)),
  }));
  return markdownTable(
    ['reload', 'from ms', 'to ms'],
    spans
      .toSorted((a, b) => a.startMs - b.startMs)
      .map(({ part, startMs, endMs }) => [part, whole(startMs), whole(endMs)]),
  );
}

const longMs = 50;
const longest = (tasks: readonly Task[], by: keyof Task): number =>
  Math.max(0, ...tasks.map((task) => task[by]));
const long = (tasks: readonly Task[], by: keyof Task): number =>
  tasks.filter((task) => task[by] > longMs).length;
const sum = (tasks: readonly Task[]): number => tasks.reduce((total, { cpuMs }) => total + cpuMs, 0);

export function gesturesTable(gestures: readonly GestureResult[]): string {
  return markdownTable(
    [
      '10,000 rows',
      'longest task ms, median',
      'worst',
      'its CPU ms, median',
      'worst',
      'tasks > 50 ms',
      'by CPU',
      'CPU ms in all',
    ],
    gestures.map(({ name, rounds }) => {
      const median3 = (value: (tasks: readonly Task[]) => number): string => whole(median(rounds.map(value)));
      const worst = (by: keyof Task): string => whole(Math.max(...rounds.map((tasks) => longest(tasks, by))));
      return [
        name,
        median3((tasks) => longest(tasks, 'wallMs')),
        worst('wallMs'),
        median3((tasks) => longest(tasks, 'cpuMs')),
        worst('cpuMs'),
        median3((tasks) => long(tasks, 'wallMs')),
        median3((tasks) => long(tasks, 'cpuMs')),
        median3(sum),
      ];
    }),
  );
}
