import { expect, test } from 'vitest';
import { type Machine, run } from '../../../cli/run.ts';
import { fakeTerminal } from '../../support/fakeTerminal.ts';

function startMachine(...answers: Response[]) {
  const texts = { stdout: '', stderr: '' };
  const machine: Machine = {
    environment: { SALLYPORT_USER: 'ops@contoso.example' },
    stdout: (text) => void (texts.stdout += text),
    stderr: (text) => void (texts.stderr += text),
    terminal: fakeTerminal({ isInteractive: false }),
    fetch: async () => answers.shift() ?? new Response(null, { status: 500 }),
    now: () => 0,
    wait: async () => {},
    signal: new AbortController().signal,
  };
  return { machine, texts };
}
const token = (): Response => Response.json({ access_token: 't0ken' });
const bastion = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/b';

test('help is a result; an unknown command is not', async () => {
  const asked = startMachine();
  const unknown = startMachine();

  await expect(run(asked.machine, ['--help'])).resolves.toBe(0);
  await expect(run(unknown.machine, ['sessions', 'lst'])).resolves.toBe(2);
  expect(asked.texts).toEqual({ stdout: expect.stringContaining('sessions list'), stderr: '' });
  expect(unknown.texts).toEqual({ stdout: '', stderr: expect.stringContaining('no command "sessions lst"') });
});

test('a command that is not understood asks nobody and says where help is', async () => {
  const { machine, texts } = startMachine();

  await expect(run(machine, ['sessions', 'list', '--bogus'])).resolves.toBe(2);

  expect(texts.stderr).toBe("Unknown option '--bogus'.\nFor help: npm run -s cli -- sessions list --help\n");
});

test('JSON is what the control plane answered, and doubts go beside it', async () => {
  const list = { value: [], stale: true };
  const { machine, texts } = startMachine(token(), Response.json(list));

  await expect(run(machine, ['sessions', 'list', '--bastion', bastion, '--json'])).resolves.toBe(0);

  expect(texts).toEqual({ stdout: '[]\n', stderr: expect.stringContaining('as last known') });
});

test('an error is told on stderr with its exit code, and the token is not', async () => {
  const body = { error: { code: 'AuthorizationFailed', message: 'You may not.' } };
  const { machine, texts } = startMachine(token(), Response.json(body, { status: 403 }));

  await expect(run(machine, ['sessions', 'refresh', '--bastion', bastion])).resolves.toBe(3);

  expect(texts).toEqual({ stdout: '', stderr: 'You may not.\nCode: AuthorizationFailed\n' });
});
