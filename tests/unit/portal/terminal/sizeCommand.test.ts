import { expect, test } from 'vitest';
import { sizeCommand } from '../../../../portal/terminal/sizeCommand.ts';

test('the command that tells a shell the size of the page', () => {
  expect(sizeCommand({ rows: 40, columns: 132 })).toBe('stty rows 40 cols 132\r');
});
