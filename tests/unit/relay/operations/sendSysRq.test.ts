import { expect, test } from 'vitest';
import { sendSysRq } from '../../../../relay/operations/sendSysRq.ts';
import { operatedGuest } from '../../../support/operatedGuest.ts';

const confirmed = (keys: string) =>
  Array.from(keys, (key) => ({ key, outcome: 'confirmed', said: expect.any(String) }));

async function loggedIn() {
  const world = await operatedGuest();
  await world.type('alice\rcorrect-horse\r');
  return world;
}

test('each key follows the line of the one before', async () => {
  const world = await loggedIn();

  const output = await world.pass(sendSysRq(world, 'rsu'));

  expect(output).toEqual({ command: 'sysrq', keys: confirmed('rsu') });
  const said = [...world.output().matchAll(/sysrq: (\w+ \S+)/g)].map(([, words]) => words);
  expect(said).toEqual(['HELP :', 'Keyboard mode', 'Emergency Sync', 'Emergency Remount']);
});

test('a second line of the kernel for one key is no answer to the next', async () => {
  const world = await loggedIn();

  const { keys } = await world.pass(sendSysRq(world, '9mlw4'));

  expect(keys?.map(({ said }) => said)).toEqual([
    'Changing Loglevel',
    'Show Memory',
    'Show backtrace of all active CPUs',
    'Show Blocked State',
    'Changing Loglevel',
  ]);
});

test('what the kernel said before a key is no answer to it', async () => {
  const world = await loggedIn();
  const { control } = world;
  let keys = 0;
  const late = {
    ...control,
    seizeLine: async () => {
      const line = await control.seizeLine();
      const sendBreak = async (): Promise<void> => {
        keys += 1;
        // The replayed log of the kernel, or a program of the guest.
        if (keys === 3) for (const { onOutput } of world.watchers) onOutput?.(Buffer.from(replayed));
        await line.sendBreak();
      };
      return { ...line, sendBreak, write: (bytes: Uint8Array) => (keys < 3 ? line.write(bytes) : gone) };
    },
  };
  const replayed = '[  1.000000] sysrq: Show Memory\r\n';
  const gone = Promise.resolve();

  const output = await world.pass(sendSysRq({ ...world, control: late }, 'mmm'));

  expect(output.keys?.map(({ outcome }) => outcome)).toEqual(['confirmed', 'noAnswer', 'notSent']);
});

test('with SysRq off no key is sent, and nothing shows in the shell', async () => {
  const world = await loggedIn();
  await world.type('sysctl -w kernel.sysrq=0\r');
  const before = world.output();

  const output = await world.pass(sendSysRq(world, 'reisub'));

  expect(output).toEqual({
    command: 'sysrq',
    keys: Array.from('reisub', (key) => ({ key, outcome: 'notSent' })),
    warning: expect.stringContaining('did not answer a probe'),
  });
  expect(world.output()).toBe(before);
});

test('a key that the mask forbids is told as such, and the others go on', async () => {
  const world = await loggedIn();
  await world.type('sysctl -w kernel.sysrq=438\r');

  const output = await world.pass(sendSysRq(world, 'ts'));

  expect(output).toMatchObject({
    keys: [
      { key: 't', outcome: 'disabled' },
      { key: 's', outcome: 'confirmed' },
    ],
    warning: 'The guest’s kernel.sysrq forbids: t. The value 1 allows every key.',
  });
});

test('a key that the kernel does not know is told as such; h is help and known', async () => {
  const world = await loggedIn();

  const { keys, warning } = await world.pass(sendSysRq(world, 'yh'));

  expect(keys?.map(({ outcome }) => outcome)).toEqual(['unknown', 'confirmed']);
  expect(warning).toBe('The guest’s kernel does not know: y.');
});

test('after the guest has switched itself off nothing more is sent', async () => {
  const world = await loggedIn();

  const { keys, warning } = await world.pass(sendSysRq(world, 'os'));

  expect(keys?.map(({ outcome }) => outcome)).toEqual(['confirmed', 'notSent']);
  expect(warning).toBe('Not sent any more: s.');
  expect(world.port.power).toBe('stopped');
});

test('a kernel that falls silent ends the sequence', async () => {
  const world = await loggedIn();
  const { control } = world;
  let keys = 0;
  const silenced = {
    ...control,
    seizeLine: async () => {
      const line = await control.seizeLine();
      const write = async (bytes: Uint8Array): Promise<void> => {
        keys += 1;
        if (keys <= 2) await line.write(bytes);
      };
      return { ...line, write };
    },
  };

  const output = await world.pass(sendSysRq({ ...world, control: silenced }, 'rsu'));

  expect(output.keys?.map(({ outcome }) => outcome)).toEqual(['confirmed', 'noAnswer', 'notSent']);
  expect(output.warning).toBe(
    'No answer came to: s. It may have been typed into the guest. Not sent any more: u.',
  );
});

test('the line is given back, whatever happens, and nobody watches any more', async () => {
  const world = await loggedIn();
  await world.pass(sendSysRq(world, 's'));
  const failing = sendSysRq(
    {
      ...world,
      control: {
        ...world.control,
        seizeLine: async () => ({
          ...(await world.control.seizeLine()),
          sendBreak: () => Promise.reject(new Error('gone')),
        }),
      },
    },
    's',
  );

  await expect(failing).rejects.toThrow('gone');
  expect(world.watchers.size).toBe(0);
  await world.type('whoami\r');
  expect(world.output()).toContain('\nalice\r\n');
});
