import { expect, test } from 'vitest';
import { createMachinesApi, isDangerous } from '../../../../shared/client/machinesApi.ts';
import type { SendRequest } from '../../../../shared/client/request.ts';

function startApi(answer: unknown) {
  const calls: unknown[] = [];
  const send: SendRequest = async (schema, path, options) => {
    calls.push([path.split('?')[0], options]);
    return schema.parse(answer);
  };
  return { api: createMachinesApi(send), calls };
}

test('SysRq carries its keys, other commands carry nothing', async () => {
  const { api, calls } = startApi({ command: 'sysrq' });

  await api.sendAdminCommand('/vm', 'sysrq', 'h');
  await api.sendAdminCommand('/vm', 'nmi');

  const port = '/vm/providers/Microsoft.SerialConsole/serialPorts/0/adminCommand';
  expect(calls).toEqual([
    [`${port}/sysrq`, { method: 'POST', body: { keys: 'h' } }],
    [`${port}/nmi`, { method: 'POST' }],
  ]);
});

test('a command that took too long to tell what was seen is no fault', async () => {
  const { api } = startApi(undefined);

  await expect(api.sendAdminCommand('/vm', 'reset')).resolves.toBeUndefined();
});

test('what ends a guest or its programs is dangerous, and nothing else', () => {
  const keys = Array.from('abcdefghijklmnopqrstuvwxyz0123456789').filter((key) => isDangerous('sysrq', key));

  expect(keys.join('')).toBe('bcefikou');
  expect([isDangerous('nmi'), isDangerous('reset'), isDangerous('break')]).toEqual([true, true, false]);
  expect(isDangerous('sysrq', 'hB')).toBe(false);
  expect(isDangerous('sysrq', 'reisub')).toBe(true);
});
