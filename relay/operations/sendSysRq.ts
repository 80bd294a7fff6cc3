import type { CommandOutput, KeyOutcome } from '../../shared/contracts/machineOperation.ts';
import type { MachineControl, SeizedLine } from '../ports/machineControl.ts';
import type { OperatedPort } from './operatedPort.ts';
import { isDisabled, isHelp, sysRqAnswer, sysRqHelp } from './sysRqAnswer.ts';
import { type OutputWatch, pause, type Schedule, watchOutput } from './waitFor.ts';

/** A kernel answers within milliseconds; the rest is for a guest whose host is busy. A BREAK counts for 5 s. */
const answerMs = 4_000;
/** Processes that were told to end need a moment, before the next key ends them the hard way. */
const settleMs: Readonly<Record<string, number>> = { e: 1_000, i: 1_000 };
/** What a key began and the next one must not cut short. */
const completed: Readonly<Record<string, RegExp>> = {
  s: /Emergency Sync complete/,
  u: /Emergency Remount complete/,
  // The whole log, its last line included: with all that the kernel has ever said to a key.
  R: /Replay kernel logs on consoles/,
};
/**
 * Ctrl-Q. A kernel with SysRq answers it, as every key that it does not know, with a line of help. Where SysRq
 * is off the BREAK is ignored and the byte goes on to the terminal driver, which takes it for "go on printing":
 * nobody's shell gets to see it, as it would a letter.
 */
const probe = '\x11';

type SysRqDeps = {
  readonly port: OperatedPort;
  readonly control: MachineControl;
  readonly schedule: Schedule;
};
type Sending = { readonly line: SeizedLine; readonly watch: OutputWatch; readonly schedule: Schedule };

/**
 * Each key as its own BREAK and byte, the next only when the kernel has named the one before: with SysRq off,
 * or two BREAKs within five seconds, a key would be typed into whatever reads the line.
 */
export async function sendSysRq(deps: SysRqDeps, keys: string): Promise<CommandOutput> {
  const { port, control, schedule } = deps;
  const line = await control.seizeLine();
  const watch = watchOutput(port, schedule);
  const sending = { line, watch, schedule };
  const outcomes: KeyOutcome[] = [];
  try {
    const isHeard = (await press(sending, probe, sysRqHelp)) !== undefined;
    for (const key of keys) {
      const last = outcomes.at(-1);
      const goOn = isHeard && last?.outcome !== 'noAnswer' && port.power === 'running';
      outcomes.push(goOn ? await sendKey(sending, key) : { key, outcome: 'notSent' });
    }
    return { command: 'sysrq', keys: outcomes, ...warningOf(isHeard, outcomes) };
  } finally {
    watch.end();
    line.release();
  }
}

async function sendKey(sending: Sending, key: string): Promise<KeyOutcome> {
  const said = await press(sending, key, sysRqAnswer(key));
  if (said === undefined) return { key, outcome: 'noAnswer' };
  const outcome = outcomeOf(key, said);
  if (outcome === 'confirmed') {
    const end = completed[key];
    if (end !== undefined) await sending.watch.next(end, answerMs);
    await pause(sending.schedule, settleMs[key] ?? 0);
  }
  return { key, outcome, said: said.slice(0, 200) };
}

/** What the kernel said to it; undefined when it said nothing. */
async function press({ line, watch }: Sending, key: string, answer: RegExp): Promise<string | undefined> {
  await line.sendBreak();
  watch.skip();
  await line.write(new TextEncoder().encode(key));
  return (await watch.next(answer, answerMs))?.[1]?.trim();
}

function outcomeOf(key: string, said: string): KeyOutcome['outcome'] {
  if (isDisabled(said)) return 'disabled';
  return isHelp(said) && key !== 'h' ? 'unknown' : 'confirmed';
}

function warningOf(isHeard: boolean, outcomes: readonly KeyOutcome[]): { warning?: string } {
  if (!isHeard) {
    return {
      warning:
        'The guest’s kernel did not answer a probe, so no key was sent. SysRq may be off in it (“sysctl -w ' +
        'kernel.sysrq=1” turns it on), its console may not be this serial port, or it hangs.',
    };
  }
  const of = (outcome: KeyOutcome['outcome']): string =>
    outcomes
      .filter((one) => one.outcome === outcome)
      .map((one) => one.key)
      .join(', ');
  const warnings = [
    of('disabled') && `The guest’s kernel.sysrq forbids: ${of('disabled')}. The value 1 allows every key.`,
    of('unknown') && `The guest’s kernel does not know: ${of('unknown')}.`,
    of('noAnswer') && `No answer came to: ${of('noAnswer')}. It may have been typed into the guest.`,
    of('notSent') && `Not sent any more: ${of('notSent')}.`,
  ].filter(Boolean);
  return warnings.length === 0 ? {} : { warning: warnings.join(' ') };
}
