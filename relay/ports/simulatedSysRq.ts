import type { ProgramOutput } from './simulatedProgram.ts';

type Key = {
  readonly said: string;
  /** The bit of `kernel.sysrq` that allows it. */
  readonly bit: number;
  readonly effect?: 'off' | 'restart' | 'logOut';
};

const stamp = '[  123.456789] sysrq: ';
const levels = Array.from('0123456789', (level): [string, Key] => [
  level,
  { said: `Changing Loglevel\r\n${stamp}Loglevel set to ${level}`, bit: 2 },
]);
const keys: Readonly<Record<string, Key>> = {
  ...Object.fromEntries(levels),
  b: { said: 'Resetting', bit: 128, effect: 'restart' },
  c: { said: 'Trigger a crash', bit: 8, effect: 'restart' },
  e: { said: 'Terminate All Tasks', bit: 64, effect: 'logOut' },
  i: { said: 'Kill All Tasks', bit: 64, effect: 'logOut' },
  l: {
    // With nothing that could ask the processors by NMI.
    said: `Show backtrace of all active CPUs\r\n${stamp}CPU0:\r\n${stamp}CPU1: backtrace skipped as idling`,
    bit: 8,
  },
  m: { said: 'Show Memory', bit: 8 },
  o: { said: 'Power Off', bit: 128, effect: 'off' },
  r: { said: 'Keyboard mode set to system default', bit: 4 },
  s: { said: 'Emergency Sync\r\nEmergency Sync complete', bit: 16 },
  t: { said: 'Show State', bit: 8 },
  u: { said: 'Emergency Remount R/O\r\nEmergency Remount complete', bit: 32 },
  w: { said: 'Show Blocked State', bit: 8 },
};
const help = 'HELP : reboot(b) crash(c) terminate-all-tasks(e) kill-all-tasks(i) show-memory-usage(m)';

/** SysRq as Linux has it on a serial line: a BREAK makes the next byte a command, unless `kernel.sysrq` is 0. */
export type SimulatedSysRq = {
  mask: number;
  sendBreak(): void;
  /** Whether the kernel took the byte: what it did not take is typed. */
  take(byte: number): boolean;
};

export function createSimulatedSysRq(output: ProgramOutput, logOut: () => void): SimulatedSysRq {
  let isArmed = false;
  const say = (text: string): void => output.printNow(`${stamp}${text}\r\n`);
  const press = (key: Key | undefined, mask: number): void => {
    if (key === undefined) return say(help);
    if (mask !== 1 && (mask & key.bit) === 0) return say('This sysrq operation is disabled.');
    say(key.said);
    if (key.effect === 'logOut') logOut();
    else if (key.effect !== undefined) output.setPower(key.effect);
  };
  const sysRq: SimulatedSysRq = {
    mask: 1,
    // A second BREAK takes the first one back.
    sendBreak: () => {
      isArmed = !isArmed;
    },
    take: (byte) => {
      const wasArmed = isArmed;
      isArmed = false;
      if (!wasArmed || sysRq.mask === 0) return false;
      press(keys[String.fromCharCode(byte)], sysRq.mask);
      return true;
    },
  };
  return sysRq;
}
