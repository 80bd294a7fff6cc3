/**
 * What the kernel says first to each key of its own, since 2.6.37 and in today's words. A key that is not here may
 * be a module's, whose words nobody knows.
 */
const firstWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from('0123456789', (level) => [level, 'Changing Loglevel'])),
  b: 'Resetting',
  c: 'Trigger a crash',
  d: 'Show Locks Held',
  e: 'Terminate All Tasks',
  f: 'Manual OOM execution',
  i: 'Kill All Tasks',
  j: 'Emergency Thaw',
  k: 'SAK',
  l: 'Show backtrace of all active CPUs',
  m: 'Show Memory',
  n: 'Nice All RT Tasks',
  o: 'Power Off',
  p: 'Show Regs',
  q: 'Show (?:clockevent devices|Pending Timers)',
  r: 'Keyboard mode set to',
  s: 'Emergency Sync',
  t: 'Show State',
  u: 'Emergency Remount R/O',
  w: 'Show Blocked State',
  z: 'Dump ftrace buffer',
  R: 'Replay kernel logs on consoles',
};

/** What it says later to a key that it has answered: to a digit, to `l` (also when others follow) and to `f`. */
const laterWords = ['Loglevel set to ', String.raw`CPU\d+:`, 'OOM request ignored'];

const disabledWords = 'This sysrq operation is disabled';
const helpWords = 'HELP';

/** How kernels begin their lines: now, for some of the 4.x, and before that. */
const prefix = 'sysrq: (?:SysRq : )?|SysRq : ';

const noModuleSays = `(?!${[...Object.values(firstWords), ...laterWords].join('|')})`;

/**
 * The line with which a kernel takes one key and no other, what it says in the first group. Nothing else may count:
 * taken for an answer, another key's line would send the next BREAK while the guest may still wait for a key, two
 * BREAKs are none, and both keys are typed into whatever reads the line.
 *
 * The last prefix of a line: looking on past the next one would cost a hostile guest's line its length squared.
 */
export function sysRqAnswer(key: string): RegExp {
  const words = firstWords[key];
  const own = words === undefined ? noModuleSays : `(?=${words}|${disabledWords}|${helpWords})`;
  return new RegExp(String.raw`(?:${prefix})${own}((?:(?!${prefix})[^\r\n])*)\r?\n`);
}

/** To a key that no kernel knows. */
export const sysRqHelp = new RegExp(String.raw`(?:${prefix})(${helpWords}(?:(?!${prefix})[^\r\n])*)\r?\n`);

export const isDisabled = (said: string): boolean => said.startsWith(disabledWords);
export const isHelp = (said: string): boolean => said.startsWith(helpWords);
