import { SallyportError } from '../../shared/contracts/errors.ts';
import type {
  MachineAnswer,
  MachinePower,
  OperateCommand,
  PowerAction,
} from '../../shared/contracts/machineOperation.ts';
import { faultFields, type Log } from '../log.ts';
import type { Answer } from './createAnswer.ts';
import type { OperatedPort } from './operatedPort.ts';
import type { OperationRecords } from './operationRecords.ts';
import { requireRunning, runCommand } from './runCommand.ts';
import { runPowerAction } from './runPowerAction.ts';
import { hypervisorUnavailable, type Schedule } from './waitFor.ts';

export type MachineOperationsDeps = {
  readonly findPort: (portId: string) => OperatedPort | undefined;
  readonly records: OperationRecords;
  readonly answer: Answer;
  /** Tells the control plane every machine's power; resolves when it was told. */
  readonly announcePower: () => Promise<void>;
  readonly shutdownMs: number;
  readonly schedule: Schedule;
  readonly log: Log;
};

/** A command comes twice within seconds, when an answer was lost on the way to who asked. */
const maxRemembered = 1_000;

type Power = { readonly operationId: string; readonly abort: AbortController; phase?: MachinePower };

/** What the relay does to machines by order of the control plane: each operation once, and each one answered. */
export class MachineOperations {
  readonly #deps: MachineOperationsDeps;
  /** Operations that were begun here, the last of them at least. */
  readonly #begun = new Set<string>();
  /** Per port: the power operation under way. A later one takes its place. */
  readonly #power = new Map<string, Power>();
  /** Per port: the operation that is to begin last. They begin in the order in which they were told. */
  readonly #beginning = new Map<string, Promise<void>>();

  constructor(deps: MachineOperationsDeps) {
    this.#deps = deps;
  }

  /** Answers what a relay that died here left: at most once per process, before the first command. */
  resume(): void {
    for (const { command, answer } of this.#deps.records.list()) {
      this.#begun.add(command.operationId);
      void this.#finish(command, answer ?? restarted);
    }
  }

  /** May be told again: the same operation is done once. */
  operate(command: OperateCommand): void {
    const { operationId } = command;
    if (this.#begun.has(operationId)) return;
    this.#begun.add(operationId);
    const [oldest] = this.#begun;
    if (this.#begun.size > maxRemembered && oldest !== undefined) this.#begun.delete(oldest);
    const { portId } = command;
    const before = this.#beginning.get(portId);
    const begun = (before ?? Promise.resolve()).then(() => this.#begin(command));
    this.#beginning.set(portId, begun);
    void begun.then(() => {
      if (this.#beginning.get(portId) === begun) this.#beginning.delete(portId);
    });
  }

  /** ARM's power state of a machine whose guest has this power. */
  powerOf(portId: string, power: 'running' | 'stopped'): MachinePower {
    const { records } = this.#deps;
    if (power === 'running') this.#note(() => records.setDeallocated(portId, false));
    const phase = this.#power.get(portId)?.phase;
    return phase ?? (power === 'stopped' && records.isDeallocated(portId) ? 'deallocated' : power);
  }

  /** Heard before the work begins: an operation that was given up by then, and told as failed, is not done. */
  async #begin(command: OperateCommand): Promise<void> {
    const { records, log } = this.#deps;
    const { operationId, action, portId } = command;
    try {
      records.save({ command });
      if (await this.#deps.answer(operationId, { status: 'InProgress' })) {
        log.info('operationStarted', { operationId, action, portId });
        void this.#run(command);
        return;
      }
      log.warn('operationTooLate', { operationId, action, portId });
      records.forget(operationId);
    } catch (fault) {
      log.error('operationFault', { operationId, ...faultFields(fault) });
    }
  }

  async #run(command: OperateCommand): Promise<void> {
    const { records, log } = this.#deps;
    const { operationId } = command;
    this.#tell(command, { status: 'InProgress' });
    const answer = await this.#answerOf(command);
    this.#note(() => records.save({ command, answer }));
    this.#tell(command, answer);
    log.info('operationEnded', { operationId, status: answer.status, code: answer.error?.code ?? null });
    // Who sees the operation's end sees the machine as it left it.
    await this.#deps.announcePower();
    await this.#finish(command, answer);
  }

  async #finish({ operationId }: OperateCommand, answer: MachineAnswer): Promise<void> {
    await this.#deps.answer(operationId, answer);
    this.#deps.records.forget(operationId);
  }

  async #answerOf(command: OperateCommand): Promise<MachineAnswer> {
    try {
      return { status: 'Succeeded', ...(await this.#do(command)) };
    } catch (fault) {
      const { code, message } = SallyportError.from(fault);
      if (code === 'InternalError') this.#deps.log.error('operationFault', faultFields(fault));
      return { status: 'Failed', error: { code, message } };
    }
  }

  async #do(command: OperateCommand): Promise<Pick<MachineAnswer, 'output'>> {
    const { action } = command;
    const { schedule } = this.#deps;
    const port = this.#deps.findPort(command.portId);
    if (port === undefined)
      throw hypervisorUnavailable('The relay has no port of this machine. Look at its ports file.');
    const { control } = port;
    if (control === undefined) throw uncontrolled();
    if (action === 'nmi' || action === 'sysrq' || action === 'break') {
      return { output: await runCommand({ port, control, schedule }, command) };
    }
    if (action === 'restart' || action === 'reset') requireRunning(port);
    const message = await this.#inPlaceOfOthers(command, action, async (mine) =>
      runPowerAction(
        {
          port,
          control,
          schedule,
          signal: mine.abort.signal,
          shutdownMs: this.#deps.shutdownMs,
          onPhase: (phase) => {
            mine.phase = phase;
            void this.#deps.announcePower();
          },
        },
        { action, skipShutdown: command.skipShutdown },
      ),
    );
    return { output: { command: action, ...(message === undefined ? {} : { message }) } };
  }

  async #inPlaceOfOthers<T>(
    { portId, operationId }: OperateCommand,
    action: PowerAction,
    work: (mine: Power) => Promise<T>,
  ): Promise<T> {
    this.#power.get(portId)?.abort.abort(preempted());
    const mine: Power = { operationId, abort: new AbortController() };
    this.#power.set(portId, mine);
    try {
      const done = await work(mine);
      this.#note(() => this.#deps.records.setDeallocated(portId, action === 'deallocate'));
      return done;
    } finally {
      if (this.#power.get(portId) === mine) this.#power.delete(portId);
    }
  }

  /** A disk that is full costs what the next relay would know: nothing of what this one does, nor the relay itself. */
  #note(write: () => void): void {
    try {
      write();
    } catch (fault) {
      this.#deps.log.warn('operationNoteFault', faultFields(fault));
    }
  }

  #tell(command: OperateCommand, { status, error, output }: MachineAnswer): void {
    const { operationId, action, by, portId } = command;
    const message = error?.message ?? output?.warning ?? output?.message;
    this.#deps.findPort(portId)?.notify({
      kind: 'operation',
      operationId,
      action,
      status,
      by,
      ...(message === undefined ? {} : { message }),
    });
  }
}

const restarted: MachineAnswer = {
  status: 'Failed',
  error: {
    code: 'RelayUnavailable',
    message:
      'The relay was restarted in the middle of this. Look at the machine’s power state, and repeat what is ' +
      'still wanted.',
  },
};

const uncontrolled = (): SallyportError =>
  new SallyportError(
    'MachineControlNotAvailable',
    'Nothing but the serial line of this machine can be reached. Use its console, or the tools of its hypervisor.',
  );

const preempted = (): SallyportError =>
  new SallyportError(
    'OperationPreempted',
    'A later power operation took the place of this one. Look at the machine’s power state.',
  );
