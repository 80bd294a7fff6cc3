import { Cron } from 'croner';
import {
  type Binding,
  type FunctionsEngine,
  type HostLog,
  type LoadedFunction,
  triggerOf,
} from './contract.ts';
import { parseNcrontab } from './ncrontab.ts';

export type Timers = AsyncDisposable & {
  /** Starts the schedules. Without it the timers run by hand only. */
  start(): void;
  /** Runs the timer now, whatever its schedule says. Never rejects. */
  runNow(name: string): Promise<void>;
  has(name: string): boolean;
};

const neverRun = '0001-01-01T00:00:00';

export function createTimers(
  engine: FunctionsEngine,
  settings: Readonly<Record<string, string | undefined>>,
  log: HostLog,
): Timers {
  const timers = new Map(
    engine.functions
      .filter(({ metadata }) => triggerOf(metadata).type.toLowerCase() === 'timertrigger')
      .map((loaded) => [loaded.metadata.name.toLowerCase(), createTimer(engine, loaded, settings, log)]),
  );
  return {
    start: () => timers.forEach((timer) => timer.start()),
    runNow: async (name) => timers.get(name.toLowerCase())?.run(),
    has: (name) => timers.has(name.toLowerCase()),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...timers.values()].map((timer) => timer.stop()));
    },
  };
}

type Timer = { start(): void; run(): Promise<void>; stop(): Promise<void> };

function createTimer(
  engine: FunctionsEngine,
  { id, metadata }: LoadedFunction,
  settings: Readonly<Record<string, string | undefined>>,
  log: HostLog,
): Timer {
  const trigger = triggerOf(metadata);
  const cron = new Cron(parseNcrontab(trigger.schedule ?? '', settings), {
    mode: '6-part',
    domAndDow: true, // NCRONTAB wants day of month and day of week, cron either
    timezone: 'UTC',
    paused: true,
    protect: true, // runs of one timer never overlap
  });
  const isMonitored = hasScheduleStatus(cron, trigger);
  const running = new Set<Promise<void>>();
  let last = neverRun;

  const runOnce = async (): Promise<void> => {
    const startedAt = new Date().toISOString();
    const scheduleStatus = { Last: last, LastUpdated: last, Next: cron.nextRun()?.toISOString() };
    const json = JSON.stringify({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: isMonitored ? scheduleStatus : null,
      IsPastDue: false,
    });
    last = startedAt;
    try {
      await engine.invoke(id, { inputData: [{ name: trigger.key, data: { json } }] });
      log({ event: 'timer', function: metadata.name, ms: Date.now() - Date.parse(startedAt) });
    } catch (error) {
      log({ level: 'error', event: 'timer', function: metadata.name, error });
    }
  };
  const run = async (): Promise<void> => {
    const current = runOnce();
    running.add(current);
    await current;
    running.delete(current);
  };
  return {
    run,
    start: () => {
      cron.schedule(run);
      cron.resume();
      if (trigger.runOnStartup) void cron.trigger();
    },
    stop: async () => {
      cron.stop();
      await Promise.all(running);
    },
  };
}

/** The host keeps no status for schedules of less than a minute. */
function hasScheduleStatus(cron: Cron, trigger: Binding): boolean {
  if (trigger.useMonitor === false) return false;
  const runs = cron.nextRuns(5).map((run) => run.getTime());
  return runs.every((run, at) => at === 0 || run - (runs[at - 1] ?? 0) >= 60_000);
}
