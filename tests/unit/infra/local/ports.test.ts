import { expect, test } from 'vitest';
import { listeningInodes } from '../../../../infra/local/ports.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1B9F 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1B9F 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:D431 0100007F:1B9F 01 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000000000000000 20 4 30 10 -1
   3: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4714 1 0000000000000000 100 0 0 10 0
`;

test.each([
  [7071, ['4711']],
  [80, ['4714']],
  [54_321, []],
  [1, []],
])('who listens on port %i is found among all sockets', (port, inodes) => {
  expect(listeningInodes(table, port)).toEqual(inodes);
});
