import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { bastionPath, type LocalStack, serialPortPath, startLocalStack } from '../support/localStack.ts';
import { openPortalConsole, type PortalConsole } from '../support/portalConsole.ts';

// Two people and one serial port, from their pages through the real control plane and hub to the relay and back.

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack({ guests: 'simulated' });
});
afterAll(async () => stack?.[Symbol.asyncDispose]());

const describe = (console: PortalConsole) => (): string =>
  JSON.stringify({ ...console.snapshot(), states: console.states, remarks: console.remarks });
const told = (console: PortalConsole, condition: () => boolean): Promise<void> =>
  eventually(condition, { describe: describe(console), timeoutMs: 20_000 });
const open = (user: string, vm: string, more: object = {}) => openPortalConsole(stack, { user, vm, ...more });

test('a takeover makes the first one watch: both read both names, and only the second one types', async () => {
  await using first = await open('vmops', 'vm-web-01');
  await told(first, () => first.text().includes('login: '));
  const refused = await stack.call('ops', 'POST', `${serialPortPath('vm-web-01')}/connect`);
  expect(refused.body.error).toMatchObject({
    code: 'SerialPortBusy',
    additionalInfo: [{ type: 'SerialPortOperator', info: { name: 'Vera Vmops', isActive: true } }],
  });

  await using second = await open('ops', 'vm-web-01', { takeOver: true });
  await told(first, () => first.snapshot().mode === 'observer' && first.remarks.length > 0);
  await told(second, () => second.remarks.length > 0);
  first.connection.type(Buffer.from('intruder'));
  second.type('alice\r');
  await told(second, () => second.text().includes('Password: '));
  await told(first, () => first.text().includes('Password: '));

  const handover = { kind: 'operator', name: 'Oscar Ops', from: 'Vera Vmops' };
  expect([first.remarks, second.remarks]).toEqual([[handover], [handover]]);
  expect(first.states).toEqual(['connecting', 'connected']);
  expect(first.text()).not.toContain('intruder');
  expect(first.text().endsWith('login: alice\r\nPassword: ')).toBe(true);
  const list = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
  expect(list.body.value.map((one: { userName: string; mode: string }) => [one.userName, one.mode])).toEqual([
    ['Oscar Ops', 'operator'],
    ['Vera Vmops', 'observer'],
  ]);
});

test('a former operator whose page sends input all the same, or comes back by a new URL, types nothing', async () => {
  await using first = await open('vmops', 'vm-web-01');
  await using second = await open('ops', 'vm-web-01', { takeOver: true });
  await told(first, () => first.snapshot().mode === 'observer');
  const { sessionId } = first.snapshot();
  const before = second.text();

  await stack.orderFault({ kind: 'unrecoverable', userId: sessionId });
  await told(first, () => first.asked.length > 1 && first.snapshot().state === 'connected');
  first.connection.type(Buffer.from('intruder'));
  second.type('\r'); // The guest answers, whatever it asked for.
  await told(second, () => second.text().length > before.length);

  expect(first.snapshot().mode).toBe('observer');
  expect(second.text()).not.toContain('intruder');
});

test('when the operator leaves, who watches is told and may type without losing a byte', async () => {
  await using watching = await open('ops', 'vm-db-01', { mode: 'observer' });
  {
    await using typing = await open('owner', 'vm-db-01');
    await told(watching, () => watching.snapshot().operator?.name === 'Olivia Owner');
    await watching.connection.changeMode('operator');
    expect(watching.snapshot()).toMatchObject({ mode: 'observer', error: { code: 'SerialPortBusy' } });
    expect(typing.snapshot().mode).toBe('operator');
  }
  await told(watching, () => watching.snapshot().operator === null);

  await watching.connection.changeMode('operator');
  await told(
    watching,
    () => watching.snapshot().mode === 'operator' && watching.snapshot().state === 'connected',
  );
  const before = watching.text().length;
  watching.type('echo');
  await told(watching, () => watching.text().slice(before).includes('echo'));

  expect(watching.remarks.map((remark) => remark.kind)).not.toContain('gap');
  expect(watching.answers.map(({ sessionId }) => sessionId)).toEqual([
    watching.snapshot().sessionId,
    watching.snapshot().sessionId,
  ]);
});

test('a machine that asks for it is logged out when its operator goes, before the next one types, and audited', async () => {
  await using watching = await open('ops', 'vm-win-01', { mode: 'observer' });
  {
    await using typing = await open('owner', 'vm-win-01');
    typing.type('cmd\r');
    await told(typing, () => typing.text().includes('Channel: Cmd0001'));
    typing.type('ch -si 1\r');
    await told(watching, () => watching.text().endsWith('Username: '));
  }

  await told(watching, () =>
    watching.remarks.some((remark) => remark.kind === 'logOut' && remark.outcome === 'LoggedOut'),
  );
  const rows = async (): Promise<unknown[]> =>
    (await stack.call('ops', 'GET', `${bastionPath}/auditLogs?event=logOut`)).body.value;
  await eventually(async () => (await rows()).length === 1);

  await watching.connection.changeMode('operator');
  await told(
    watching,
    () => watching.snapshot().mode === 'operator' && watching.snapshot().state === 'connected',
  );
  const before = watching.text().length;
  watching.type('ch\r');
  await told(watching, () => /Channel List[^]*SAC>$/.test(watching.text().slice(before)));
  expect(watching.text().slice(before)).not.toContain('Cmd0001');
});

test('of ten people who take over at once one types and the others watch or are told to retry', async () => {
  const path = `${serialPortPath('vm-db-01')}/connect`;

  const answers = await Promise.all(
    Array.from({ length: 10 }, () => stack.call('ops', 'POST', path, { takeOver: true })),
  );

  const list = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
  const operators = list.body.value.filter(
    (one: { mode: string; targetHostName: string; state: string }) =>
      one.mode === 'operator' && one.targetHostName === 'vm-db-01',
  );
  expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
  expect(operators.length).toBeLessThanOrEqual(1);
});
