import type { OperatedPort, PortWatcher } from '../../relay/operations/operatedPort.ts';
import { SimulatedGuest } from '../../relay/ports/simulated.ts';
import type { OperationNotice } from '../../shared/contracts/machineOperation.ts';
import { createManualSchedule } from './manualSchedule.ts';

/** A simulated guest as operations see it, with timers that run when nothing else is left to happen. */
export async function operatedGuest(personality: 'linux' | 'sac' = 'linux') {
  const guest = new SimulatedGuest({ computerName: 'vm-test', personality });
  const serial = guest.createPort();
  const watchers = new Set<PortWatcher>();
  const notices: OperationNotice[] = [];
  const clock = createManualSchedule();
  let output = '';
  await serial.open(0, {
    onOutput: (bytes) => {
      output += Buffer.from(bytes).toString();
      for (const { onOutput } of watchers) onOutput?.(bytes);
    },
    onPower: (power) => {
      for (const { onPower } of watchers) onPower?.(power);
    },
  });
  const port: OperatedPort = {
    control: guest.control,
    get power() {
      return serial.power;
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    notify: (notice) => void notices.push(notice),
  };
  return {
    guest,
    port,
    control: guest.control,
    schedule: clock.schedule,
    clock,
    notices,
    watchers,
    output: () => output,
    type: (text: string): Promise<void> => serial.write(Buffer.from(text)),
    /** Waits for `work`, and lets time pass whenever nothing else happens. */
    async pass<T>(work: Promise<T>): Promise<T> {
      const isOver = work.then(
        () => true,
        () => true,
      );
      while (!(await Promise.race([isOver, turn().then(() => false)]))) clock.runAll();
      return await work;
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
