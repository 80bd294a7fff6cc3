import { expect, test } from 'vitest';
import { MachineOperations } from '../../../../relay/operations/machineOperations.ts';
import { errorCatalog } from '../../../../shared/contracts/errors.ts';
import type {
  MachineAction,
  MachineAnswer,
  OperateCommand,
} from '../../../../shared/contracts/machineOperation.ts';
import { createMemoryOperationRecords } from '../../../support/memoryOperationRecords.ts';
import { operatedGuest } from '../../../support/operatedGuest.ts';
import { silentLog } from '../../../support/silentLog.ts';

async function world() {
  const guest = await operatedGuest();
  const records = createMemoryOperationRecords();
  /** What the control plane says of an operation's answers, if not that it has them. */
  const answers = new Map<string, boolean | Promise<boolean>>();
  const events: (readonly [operationId: string, what: string])[] = [];
  let ids = 0;
  /** A line and nothing else. */
  const bare = Object.defineProperty(Object.create(guest.port), 'control', { value: undefined });
  const create = (): MachineOperations =>
    new MachineOperations({
      findPort: (portId) => (portId === 'p1' ? guest.port : portId === 'bare' ? bare : undefined),
      records,
      answer: async (operationId, { status, error }: MachineAnswer) => {
        events.push([operationId, error?.code ?? status]);
        return await (answers.get(operationId) ?? true);
      },
      announcePower: async () => void events.push(['power', operations.powerOf('p1', guest.port.power)]),
      shutdownMs: 10_000,
      schedule: guest.schedule,
      log: silentLog,
    });
  const operations = create();
  const aCommand = (action: MachineAction, over: Partial<OperateCommand> = {}): OperateCommand => {
    ids += 1;
    const operationId = `00000000-0000-4000-8000-00000000000${ids}`;
    return { kind: 'operate', operationId, portId: 'p1', action, skipShutdown: false, by: 'Oscar', ...over };
  };
  const settled = async (command: OperateCommand): Promise<string> => {
    const outcome = (): string | undefined =>
      events.findLast(([id, what]) => id === command.operationId && what !== 'InProgress')?.[1];
    const wait = async (): Promise<void> => {
      while (outcome() === undefined) await new Promise((resolve) => void setImmediate(resolve));
    };
    await guest.pass(wait());
    return outcome() ?? '';
  };
  return { ...guest, records, answers, events, operations, create, aCommand, settled };
}

test('an operation is told to be begun, shown while it lasts, and over when the power is known', async () => {
  const { operations, aCommand, settled, events, notices, records } = await world();
  const command = aCommand('powerOff');
  operations.operate(command);

  await settled(command);

  const { operationId } = command;
  expect(events).toEqual([
    [operationId, 'InProgress'],
    ['power', 'stopping'],
    ['power', 'stopped'],
    [operationId, 'Succeeded'],
  ]);
  const notice = { kind: 'operation', operationId, action: 'powerOff', by: 'Oscar' };
  expect(notices).toEqual([
    { ...notice, status: 'InProgress' },
    { ...notice, status: 'Succeeded' },
  ]);
  expect(records.list()).toEqual([]);
});

test('a disk that is full once an operation has begun costs its notes, and neither its end nor the relay', async () => {
  const { operations, aCommand, settled, records, port } = await world();
  const working = { ...records };
  const full = (): never => {
    throw new Error('ENOSPC');
  };
  records.save = (record) => (record.answer === undefined ? working.save(record) : full());
  records.setDeallocated = full;
  const [off, on] = [aCommand('deallocate'), aCommand('start')];
  operations.operate(off);
  expect(await settled(off)).toBe('Succeeded');

  operations.operate(on);

  expect(await settled(on)).toBe('Succeeded');
  expect(operations.powerOf('p1', port.power)).toBe('running');
});

test('the same operation told twice is done once', async () => {
  const { operations, aCommand, settled, notices, output } = await world();
  const command = aCommand('reset');
  operations.operate(command);
  operations.operate(command);

  await settled(command);
  operations.operate(command);

  expect(notices.map(({ status }) => status)).toEqual(['InProgress', 'Succeeded']);
  expect(output().split('Linux version')).toHaveLength(3);
});

test('an operation that the control plane has given up is not done any more', async () => {
  const { operations, aCommand, answers, events, settled, output, records, notices } = await world();
  const [late, next] = [aCommand('reset'), aCommand('nmi')];
  answers.set(late.operationId, false);
  operations.operate(late);
  operations.operate(next);

  expect(await settled(next)).toBe('Succeeded');
  expect(events.filter(([id]) => id === late.operationId)).toEqual([[late.operationId, 'InProgress']]);
  expect(output().split('Linux version')).toHaveLength(2);
  expect(notices.some(({ operationId }) => operationId === late.operationId)).toBe(false);
  expect(records.list()).toEqual([]);
});

test('operations of one machine begin in the order in which they were told', async () => {
  const { operations, aCommand, answers, settled, notices, port } = await world();
  const slow = Promise.withResolvers<boolean>();
  const [off, on] = [aCommand('powerOff', { skipShutdown: true }), aCommand('start')];
  answers.set(off.operationId, slow.promise);
  operations.operate(off);
  operations.operate(on);
  slow.resolve(true);

  await settled(on);
  const begun = notices.filter(({ status }) => status === 'InProgress');
  expect(begun.map(({ action }) => action)).toEqual(['powerOff', 'start']);
  expect(port.power).toBe('running');
});

test('a later power operation takes the place of one that waits for the guest', async () => {
  const { operations, aCommand, settled, guest, port } = await world();
  guest.ignorePowerButton();
  const [graceful, forced] = [aCommand('powerOff'), aCommand('powerOff', { skipShutdown: true })];
  operations.operate(graceful);
  operations.operate(forced);

  expect([await settled(graceful), await settled(forced)]).toEqual(['OperationPreempted', 'Succeeded']);
  expect([port.power, operations.powerOf('p1', port.power)]).toEqual(['stopped', 'stopped']);
});

test('an operation that is refused takes nobody’s place', async () => {
  const { operations, aCommand, settled, guest, port } = await world();
  guest.powerOff();
  const host = Promise.withResolvers<void>();
  if (port.control !== undefined) {
    port.control.powerOn = async () => {
      await host.promise;
      guest.powerOn();
    };
  }
  const [start, refused, elsewhere] = [aCommand('start'), aCommand('restart'), aCommand('start')];
  operations.operate(start);
  operations.operate(refused);
  operations.operate({ ...elsewhere, portId: 'p2' });

  expect([await settled(refused), await settled(elsewhere)]).toEqual([
    'VirtualMachineNotRunning',
    'HypervisorUnavailable',
  ]);
  host.resolve();
  expect(await settled(start)).toBe('Succeeded');
});

test('what only a hypervisor can do fails for good where there is none to be asked', async () => {
  const { operations, aCommand, settled } = await world();
  const commands = (['start', 'powerOff', 'reset', 'nmi', 'break'] as const).map((action) =>
    aCommand(action, { portId: 'bare' }),
  );
  for (const command of commands) operations.operate(command);

  const outcomes = await Promise.all(commands.map(settled));

  expect(new Set(outcomes)).toEqual(new Set(['MachineControlNotAvailable']));
  expect(errorCatalog.MachineControlNotAvailable).toEqual({ status: 409, retryable: false });
});

test('a machine is deallocated until it has power again, whoever gave it', async () => {
  const { operations, aCommand, settled, guest, port } = await world();
  const power = (): string => operations.powerOf('p1', port.power);
  const deallocate = aCommand('deallocate');
  operations.operate(deallocate);
  await settled(deallocate);
  expect(power()).toBe('deallocated');

  guest.powerOn();
  expect(power()).toBe('running');
  guest.powerOff();
  expect(power()).toBe('stopped');
});

test('what a relay died in is reported by the next one, and not done again', async () => {
  const { records, aCommand, settled, create, events, output } = await world();
  const [unfinished, unreported] = [aCommand('reset'), aCommand('nmi')];
  records.save({ command: unfinished });
  records.save({ command: unreported, answer: { status: 'Succeeded' } });
  const next = create();
  next.resume();
  next.operate(unfinished);

  expect([await settled(unfinished), await settled(unreported)]).toEqual(['RelayUnavailable', 'Succeeded']);
  expect(records.list()).toEqual([]);
  expect(events).toHaveLength(2);
  expect(output().split('Linux version')).toHaveLength(2);
});

test('what the commands saw is in the answer and, in short, in every terminal', async () => {
  const { operations, aCommand, settled, notices } = await world();
  const command = aCommand('sysrq', { keys: 'y' });
  operations.operate(command);

  expect(await settled(command)).toBe('Succeeded');
  expect(notices.at(-1)?.message).toBe('The guest’s kernel does not know: y.');
});
