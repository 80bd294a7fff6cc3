import type { ConsoleSwitches } from './consoleSwitches.ts';

/** For one list or one sweep: each subscription's switches are read once, however many machines it has. */
export function readSwitchesOnce(switches: ConsoleSwitches): ConsoleSwitches {
  const readings = new Map<string, ReturnType<ConsoleSwitches['off']>>();
  return {
    ...switches,
    off(subscriptionId) {
      const known = readings.get(subscriptionId);
      if (known !== undefined) return known;
      const reading = switches.off(subscriptionId);
      readings.set(subscriptionId, reading);
      reading.catch(() => readings.delete(subscriptionId));
      return reading;
    },
  };
}
