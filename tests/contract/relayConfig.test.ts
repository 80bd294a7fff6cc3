import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../relay/config.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const complete = {
  SALLYPORT_API: 'http://127.0.0.1:7071',
  SALLYPORT_RELAY_ID: 'relay-01',
  SALLYPORT_RELAY_PORTS: 'ports.json',
  SALLYPORT_STATE: 'state',
  SALLYPORT_SCOPE: 'api://sallyport/.default',
};

test('every missing name is listed at once', () => {
  const env = {
    ...complete,
    SALLYPORT_API: undefined,
    SALLYPORT_STATE: '',
    SALLYPORT_TOKEN_ENDPOINT: 'http://idp',
  };

  expect(() => readConfig(env)).toThrow(
    'Missing in the environment: SALLYPORT_API, SALLYPORT_STATE, SALLYPORT_CLIENT_ID, SALLYPORT_CLIENT_SECRET',
  );
});

test('the ports file and the identity are read', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'ports.json');
  const source = { kind: 'qemu', targetResourceId: '/subscriptions/x', directory: '/run/vm-1' };
  writeFileSync(path, JSON.stringify({ ports: [source] }));

  expect(readConfig({ ...complete, SALLYPORT_RELAY_PORTS: path, OTHER: 'ignored' })).toEqual({
    api: 'http://127.0.0.1:7071',
    relayId: 'relay-01',
    sources: [source],
    stateFolder: 'state',
    blobs: undefined,
    shutdownMs: 60_000,
    scope: 'api://sallyport/.default',
    credentials: undefined,
  });
  expect(
    readConfig({
      ...complete,
      SALLYPORT_RELAY_PORTS: path,
      SALLYPORT_BLOBS: 'UseDevelopmentStorage=true',
      SALLYPORT_SHUTDOWN_SECONDS: '5',
      SALLYPORT_TOKEN_ENDPOINT: 'http://idp/token',
      SALLYPORT_CLIENT_ID: 'relay',
      SALLYPORT_CLIENT_SECRET: 'secret',
    }),
  ).toMatchObject({
    blobs: 'UseDevelopmentStorage=true',
    shutdownMs: 5_000,
    credentials: {
      endpoint: 'http://idp/token',
      clientId: 'relay',
      clientSecret: 'secret',
      scope: 'api://sallyport/.default',
    },
  });
});
