import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../support/commandLine.ts';
import { type LocalStack, startLocalStack } from '../support/localStack.ts';
import { openStackConsole } from '../support/stackConsole.ts';

// The real process against the real stack. What a terminal is needed for is in commandLineConsole.test.ts.

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ guests: 'simulated' });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const cli = (user: string, ...args: string[]) => runCommandLine(stack, user, { args });

test('sessions are listed, narrowed, read and disconnected one by one', async () => {
  await using web = await openStackConsole(stack, 'vmops', 'vm-web-01');
  await using db = await openStackConsole(stack, 'owner', 'vm-db-01');

  const all = await cli('ops', 'sessions', 'list');
  const narrowed = await cli('ops', 'sessions', 'list', '--vm', 'VM-WEB-01', '--who', 'vmops', '--json');
  const refreshed = await cli('ops', 'sessions', 'refresh');
  const one = await cli('ops', 'sessions', 'get', db.sessionId);

  expect(all.stdout.split('\n')[0]).toMatch(
    /^SESSION +USER +TARGET +PROTOCOL +MODE +SOURCE +STARTED +FOR +STATE$/,
  );
  expect(all.stdout).toContain(`${web.sessionId}  vmops@contoso.example  vm-web-01  Serial`);
  expect(JSON.parse(narrowed.stdout)).toMatchObject([{ sessionId: web.sessionId, mode: 'operator' }]);
  expect(refreshed).toMatchObject({ code: 0, stdout: expect.stringContaining(db.sessionId) });
  expect(one.stdout).toMatch(/userEmail +owner@contoso\.example/);

  const ended = await cli(
    'ops',
    'sessions',
    'disconnect',
    web.sessionId,
    'nobody',
    '--reason',
    'maintenance',
  );
  expect(ended.code).toBe(6);
  expect(ended.stdout).toMatch(new RegExp(`${web.sessionId} +Disconnected`));
  expect(ended.stdout).toMatch(/nobody +NotFound/);
  const history = await cli('ops', 'sessions', 'list', '--state', 'ended', '--top', '1', '--json');
  expect(JSON.parse(history.stdout)).toMatchObject([
    { sessionId: web.sessionId, endReason: 'DisconnectedByAdministrator', endMessage: 'maintenance' },
  ]);
});

test('a whole set of ids is disconnected with exit code 0', async () => {
  await using web = await openStackConsole(stack, 'vmops', 'vm-web-01');
  await using db = await openStackConsole(stack, 'owner', 'vm-db-01');

  const { code } = await cli('ops', 'sessions', 'disconnect', web.sessionId, db.sessionId);

  expect(code).toBe(0);
});

test('machines and instances are listed, stopped and started', async () => {
  const listed = await cli('ops', 'vm', 'list');
  const stopped = await cli('ops', 'vm', 'stop', 'vmss-app/1', '--force');
  const off = await cli('ops', 'vm', 'list', '--json');
  const started = await cli('ops', 'vm', 'start', 'vmss-app_1');

  expect(listed.stdout).toMatch(/vm-win-01 +rg-hub +Windows +running +on/);
  expect(stopped).toEqual({ code: 0, stdout: 'vmss-app_1: stopped\n', stderr: '' });
  expect(JSON.stringify(JSON.parse(off.stdout))).toContain('PowerState/stopped');
  expect(started).toEqual({ code: 0, stdout: 'vmss-app_1: started\n', stderr: '' });
});

test('prerequisites tell what is missing by exit code', async () => {
  const ready = await cli('ops', 'prerequisites', 'vm-web-01');
  const refused = await cli('console-only', 'prerequisites', 'vm-web-01');

  expect(ready.code).toBe(0);
  expect(ready.stdout).toMatch(/^pass +/m);
  expect(refused.code).toBe(5);
  expect(refused.stdout).toMatch(/^fail +/m);
});

test('a lock ends what is open, is listed, keeps out with its reason, and is removed', async () => {
  await using web = await openStackConsole(stack, 'vmops', 'vm-web-01');
  const at = ['--vm', 'vm-web-01'];

  const added = await cli('ops', 'locks', 'add', 'night', ...at, '--reason', 'Audit', '--for', '30');
  const listed = await cli('ops', 'locks', 'list');
  const refused = await cli('vmops', 'serial-console', 'send', 'nmi', 'vm-web-01', '--yes');
  const removed = await cli('ops', 'locks', 'remove', 'night', ...at);
  const again = await cli('ops', 'locks', 'remove', 'night', ...at);

  expect(added).toMatchObject({ code: 0, stdout: 'night: locked; sessions ended: 1\n' });
  expect(listed.stdout).toMatch(/^night +virtualMachines\/vm-web-01 +everybody +2\d.+Oscar Ops +Audit$/m);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toMatch(/Oscar Ops locked the access until .+: Audit\..+\nCode: AccessLocked/);
  expect(removed).toMatchObject({ code: 0, stdout: 'night: removed\n' });
  expect(again.code).toBe(4);
  expect(web.client.notices).toContainEqual(expect.objectContaining({ reason: 'Locked' }));
});

test('a lock needs a reason, one place, and somebody other than you', async () => {
  const myself = '20000000-0000-4000-8000-000000000002';
  const codes = [
    await cli('ops', 'locks', 'add', 'x'),
    await cli('ops', 'locks', 'list', '--vm', 'vm-web-01', '--scope', '/subscriptions/a'),
    await cli('ops', 'locks', 'add', 'x', '--reason', 'Oops', '--principal', myself),
  ].map(({ code }) => code);

  expect(codes).toEqual([2, 2, 1]);
});

test('what is dangerous needs --yes where nobody can be asked', async () => {
  const asked = await cli('ops', 'serial-console', 'send', 'reset', 'vm-win-01');
  const sure = await cli('ops', 'serial-console', 'send', 'nmi', 'vm-win-01', '--yes');
  const harmless = await cli('ops', 'serial-console', 'send', 'break', 'vm-win-01');
  const windows = await cli('ops', 'serial-console', 'send', 'sysrq', 'vm-win-01', '--keys', 'h');

  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  expect(sure).toMatchObject({ code: 0, stdout: expect.stringContaining('The guest crashed') });
  expect(harmless).toMatchObject({ code: 0, stdout: expect.stringContaining('five seconds') });
  expect(windows).toMatchObject({ code: 5, stderr: expect.stringContaining('Code: SysRqNotSupported') });
});

test('the audit log tells what was done just now', async () => {
  const { code, stdout } = await cli(
    'ops',
    'audit',
    'list',
    '--who',
    'ops@contoso.example',
    '--event',
    'power',
  );

  expect(code).toBe(0);
  expect(stdout).toMatch(/power +Success +ops@contoso\.example .*virtualMachines\/1/);
});

test('a refusal is told with sentence, code and request id, and its exit code', async () => {
  const refused = await cli('reader', 'serial-console', 'send', 'break', 'vm-web-01');
  const unseen = await cli('vmops', 'vm', 'start', 'vm-db-01');
  const unknown = await cli('ops', 'sessions', 'get', 'nobody');

  expect(refused).toMatchObject({ code: 3, stdout: '' });
  expect(refused.stderr).toMatch(
    /serialPorts\/connect\/action.*\nCode: AuthorizationFailed.*request id: [\w-]+\n$/,
  );
  expect(unseen).toMatchObject({ code: 4, stderr: expect.stringContaining('no machine "vm-db-01"') });
  expect(unknown).toMatchObject({ code: 4, stderr: expect.stringContaining('Code: SessionNotFound') });
});

test('a token comes from a file, is shown nowhere, and a wrong one is told without it', async () => {
  const path = join(stack.stateFolder, 'token');
  const token = await stack.token('ops');
  writeFileSync(path, `${token}\n`);

  const good = await cli('outsider', 'vm', 'list', '--token-file', path);
  writeFileSync(path, 'not\r\na: token');
  const bad = await cli('outsider', 'vm', 'list', '--token-file', path);
  writeFileSync(path, token.slice(0, -4));
  const forged = await cli('outsider', 'vm', 'list', '--token-file', path);

  expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('vm-web-01') });
  expect(bad).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('one access token and nothing else'),
  });
  expect(forged).toMatchObject({ code: 3, stderr: expect.stringContaining('AuthenticationFailed') });
  expect(`${good.stdout}${good.stderr}${forged.stderr}`).not.toContain(token.slice(0, 40));
});

/** What App Service and its like have for a process that runs there. */
async function startManagedIdentity(token: string) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${String(request.headers['x-identity-header'])}`);
    const expiresOn = Math.floor(Date.now() / 1_000) + 3_600;
    const body = {
      access_token: token,
      expires_on: expiresOn,
      resource: 'api://sallyport',
      token_type: 'Bearer',
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("outside of the local stack Azure's own credentials sign in, such as a managed identity", async () => {
  await using identity = await startManagedIdentity(await stack.token('ops'));
  const signIn = { SALLYPORT_USER: '', SALLYPORT_AUTHORITY: '', SALLYPORT_CLIENT_ID: 'api://sallyport' };
  const args = ['vm', 'list'];

  const { code, stdout } = await runCommandLine(stack, 'ops', {
    args,
    environment: { ...signIn, IDENTITY_ENDPOINT: identity.url, IDENTITY_HEADER: 'secret' },
  });

  expect([code, stdout]).toEqual([0, expect.stringContaining('vm-web-01')]);
  expect(identity.asked[0]).toBe('/msi/token?api-version=2019-08-01&resource=api%3A%2F%2Fsallyport secret');
});

test('a name that says how to write on a terminal is shown as text', async () => {
  await using web = await openStackConsole(stack, 'vmops', 'vm-web-01');
  await cli('ops', 'sessions', 'disconnect', web.sessionId, '--reason', '\u001b]0;owned\u0007\u001b[2Jfine');

  const { stdout } = await cli('ops', 'sessions', 'get', web.sessionId);

  expect(stdout).toContain('endMessage');
  expect(stdout).toContain('fine');
  for (const control of ['\u001b', '\u0007']) expect(stdout).not.toContain(control);
});
