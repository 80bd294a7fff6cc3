import { z } from 'zod';

/** The windows of one browser, which tell each other whose a session is. */
export type ConsoleWindows = {
  /** This window goes on with a session, wherever it was. */
  take(sessionId: string): void;
  onTaken(listener: (sessionId: string) => void): void;
};

const taking = z.object({ kind: z.literal('taking'), sessionId: z.string() });

/** A channel gives a message to all windows but the one that it is from. */
export function createConsoleWindows(
  channel: Pick<BroadcastChannel, 'postMessage'> & {
    addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  },
): ConsoleWindows {
  return {
    take: (sessionId) => channel.postMessage({ kind: 'taking', sessionId }),
    onTaken(listener) {
      channel.addEventListener('message', ({ data }) => {
        const message = taking.safeParse(data).data;
        if (message !== undefined) listener(message.sessionId);
      });
    },
  };
}
