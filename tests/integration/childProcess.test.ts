import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';

const childProcess = pathToFileURL('infra/local/childProcess.ts').href;

test('a part of the stack does not outlive a stack that was killed', async () => {
  const logFile = join(mkdtempSync(join(tmpdir(), 'sallyport-child-')), 'part.log');
  const part = `console.log('ready'); process.once('SIGTERM', () => { console.log('farewell'); process.exit(); });
    setInterval(() => {}, 60_000);`;
  const options = `{ name: 'A part', args: ['--eval', ${JSON.stringify(part)}], logFile: ${JSON.stringify(logFile)},
    isReady: (line) => line === 'ready', onExit: () => {}, signal: new AbortController().signal }`;
  const script = `const { startChild } = await import(${JSON.stringify(childProcess)});
    console.log((await startChild(${options})).pid);`;
  const stack = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: stack.stdout }), 'line')) as [string];
  const pid = Number(line);
  onTestFinished(() => void (isRunning(pid) && process.kill(pid, 'SIGKILL')));

  stack.kill('SIGKILL');

  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 20_000, interval: 50 });
  expect(readFileSync(logFile, 'utf8')).toContain('ready');
});

function isRunning(pid: number): boolean {
  try {
    // A process that has ended and that nobody has waited for is still there by its id.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
