import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { Child } from '../../infra/local/childProcess.ts';
import { keepRunning } from '../../infra/local/keepRunning.ts';

test('a part that is held down and called back at once is started once more, not twice', async () => {
  const started: number[] = [];
  const start = async (onExit: (why: string) => void): Promise<Child> => {
    const child = spawn('sleep', ['60']);
    const pid = child.pid ?? 0;
    started.push(pid);
    const exited = once(child, 'exit');
    void exited.then(() => onExit('killed'));
    return {
      pid,
      async [Symbol.asyncDispose]() {
        child.kill('SIGKILL');
        await exited;
      },
    };
  };
  await using part = await keepRunning(start, () => undefined);

  const comeBack = part.holdDown();
  await comeBack();
  // Longer than a part that has failed waits to be started again.
  await new Promise((resolve) => void setTimeout(resolve, 800));

  expect(started).toHaveLength(2);
  expect(part.pid()).toBe(started[1]);
});
