import { expect, test } from 'vitest';
import { refreshScreenshot } from '../../../../shared/console/refreshScreenshot.ts';
import type { RelayCommand } from '../../../../shared/contracts/frames.ts';
import type { RelayRecord } from '../../../../shared/sessions/ports.ts';

const blob = { account: 'a', container: 'c', blob: 'vm.screenshot.png' };
const input = { relayId: 'relay-01', portId: 'p1', blob };
const port = { portId: 'p1', power: 'running', endOffset: 0, hasScreen: true } as const;

function world(options: { port?: object; relay?: object; writtenAfter?: number; fails?: boolean } = {}) {
  const commands: RelayCommand[] = [];
  let polls = 0;
  const record = {
    relayId: 'relay-01',
    connectionId: 'c1',
    heartbeatTime: 0,
    sessions: [],
    ports: [{ ...port, ...options.port }],
    ...options.relay,
  } as RelayRecord;
  const run = refreshScreenshot(
    {
      relays: { get: async () => record },
      messaging: {
        command: async (_relayId, command) => {
          if (options.fails === true) throw new Error('down');
          commands.push(command);
        },
      },
      version: async () => (polls >= (options.writtenAfter ?? 3) ? 'new' : 'old'),
      wait: async () => void (polls += 1),
    },
    input,
  );
  return { run, commands, polls: () => polls };
}

test('a new screenshot is asked for and waited for', async () => {
  const { run, commands, polls } = world();
  await run;

  expect(commands).toEqual([{ kind: 'screenshot', portId: 'p1' }]);
  expect(polls()).toBe(3);
});

test('it is not waited for without end', async () => {
  const { run, polls } = world({ writtenAfter: 1_000 });
  await run;

  expect(polls()).toBe(20);
});

test.each([
  ['no display', { port: { hasScreen: false } }],
  ['a machine that is off', { port: { power: 'stopped' } }],
  ['a relay that is away', { relay: { connectionId: null } }],
  ['a hub that is down', { fails: true }],
])('with %s the one before has to do', async (_what, options) => {
  const { run, commands, polls } = world(options);
  await run;

  expect([commands, polls()]).toEqual([[], 0]);
});
