import { done, type Operation } from './operation.ts';
import { notExisted } from './restError.ts';

export const existOperations: readonly Operation[] = [
  {
    method: 'HEAD',
    pattern: '/connections/{}',
    run({ hub, parameters: [connectionId = ''] }) {
      if (!hub.connections.has(connectionId)) throw notExisted('Connection');
      return done;
    },
  },
  {
    method: 'HEAD',
    pattern: '/groups/{}',
    run({ hub, parameters: [group = ''] }) {
      if (!hub.groups.has(group)) throw notExisted('Group');
      return done;
    },
  },
  {
    method: 'HEAD',
    pattern: '/users/{}',
    run({ hub, parameters: [userId = ''] }) {
      if (!hub.users.has(userId)) throw notExisted('User');
      return done;
    },
  },
];
