import type { Child } from './childProcess.ts';

export type KeptPart = AsyncDisposable & {
  pid(): number;
  /** `kill -9`, and it stays down until the returned function is called: for those who want to see an outage. */
  holdDown(): () => Promise<void>;
};

/** A part that keeps failing is started again, but not in a tight loop. */
const restartAfterMs = 500;

/** A part that is started again when it was killed or has failed, as the platforms that run it do. */
export async function keepRunning(
  start: (onExit: (why: string) => void) => Promise<Child>,
  say: (text: string) => void,
): Promise<KeptPart> {
  let child: Child;
  let isStopped = false;
  let isHeld = false;
  let restart: NodeJS.Timeout | undefined;
  let onGone = (): void => undefined;

  const startOne = async (): Promise<void> => {
    child = await start((why) => {
      if (isHeld) return onGone();
      say(`${why}\nIt is started again.`);
      restart = setTimeout(() => void again(), restartAfterMs);
    });
    if (isStopped) await child[Symbol.asyncDispose]();
  };
  const again = async (): Promise<void> => {
    if (isStopped || isHeld) return;
    try {
      await startOne();
    } catch (fault) {
      say(fault instanceof Error ? fault.message : String(fault));
      restart = setTimeout(() => void again(), restartAfterMs);
    }
  };

  await startOne();
  return {
    pid: () => child.pid,
    holdDown() {
      isHeld = true;
      clearTimeout(restart);
      const gone = new Promise<void>((resolve) => {
        onGone = resolve;
      });
      process.kill(child.pid, 'SIGKILL');
      return async () => {
        // Else its end, once it is heard of, would have a second one started.
        await gone;
        isHeld = false;
        await again();
      };
    },
    async [Symbol.asyncDispose]() {
      isStopped = true;
      clearTimeout(restart);
      await child[Symbol.asyncDispose]();
    },
  };
}
