import { expect, test } from 'vitest';
import { createPermissions } from '../../../../../../infra/local/webPubSub/protocol/permissions.ts';

test('without roles nothing is allowed', () => {
  expect(createPermissions(['admin']).allows('sendToGroup', 'g')).toBe(false);
});

test('a role is for one action', () => {
  const permissions = createPermissions(['webpubsub.sendToGroup']);

  expect(permissions.allows('sendToGroup', 'any')).toBe(true);
  expect(permissions.allows('joinLeaveGroup', 'any')).toBe(false);
});

test('a literal group may contain dots and pattern characters', () => {
  const permissions = createPermissions(['webpubsub.sendToGroup.a.*']);

  expect(permissions.allows('sendToGroup', 'a.*')).toBe(true);
  expect(permissions.allows('sendToGroup', 'a.b')).toBe(false);
});

test('a revoke of one group beats every role until it is granted again', () => {
  const permissions = createPermissions(['webpubsub.sendToGroup', 'webpubsub.sendToGroups.**']);

  permissions.set('sendToGroup', 'g', false);
  expect([permissions.allows('sendToGroup', 'g'), permissions.allows('sendToGroup', 'h')]).toEqual([
    false,
    true,
  ]);
  permissions.set('sendToGroup', 'g', true);

  expect(permissions.allows('sendToGroup', 'g')).toBe(true);
});
