import type { ConsolePlace } from '../../portal/session/consolePlace.ts';
import { createConsoleWindows } from '../../portal/session/consoleWindows.ts';
import type { OpenConsole, OpenConsoleEvents } from '../../portal/session/openConsole.ts';
import { OpenConsoles } from '../../portal/session/openConsoles.ts';
import type { ApiError } from '../../shared/client/apiError.ts';
import { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import { encodeOutput } from '../../shared/contracts/frames.ts';
import { createFakePubSub } from './fakePubSubClient.ts';
import { createManualSchedule } from './manualSchedule.ts';

type FakeBrowser = {
  /** Another window of the same browser, or the same one after a reload. */
  readonly openWindow: () => FakeWindow;
  readonly storage: Map<string, string>;
  /** What the control plane was asked, by all windows. */
  readonly asked: object[];
  /** What it refuses next. */
  readonly refusals: ApiError[];
};

type FakeWindow = {
  readonly consoles: OpenConsoles;
  readonly create: (place: ConsolePlace, events: OpenConsoleEvents) => OpenConsole;
  /** The relay answers whoever connected last, and the guest writes. */
  readonly attach: (sessionId: string, text?: string) => void;
  readonly events: () => string[];
};

/** Windows whose consoles are real but for terminal, hub and control plane: a session is as many as were asked for. */
export function createFakeBrowser(): FakeBrowser {
  const storage = new Map<string, string>();
  const asked: object[] = [];
  const refusals: ApiError[] = [];
  const listeners: { window: number; listener: (event: { data: unknown }) => void }[] = [];
  let sessions = 0;
  let windows = 0;

  function openWindow(): FakeWindow {
    const window = (windows += 1);
    const { clients, createClient } = createFakePubSub();
    const timers = createManualSchedule();
    const consoles = new OpenConsoles({
      storage: {
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: (key) => void storage.delete(key),
      },
      storageKey: 'consoles',
      windows: createConsoleWindows({
        postMessage(data: unknown) {
          for (const one of listeners) if (one.window !== window) one.listener({ data });
        },
        addEventListener: (_type, listener) => void listeners.push({ window, listener }),
      }),
    });

    function create(place: ConsolePlace, events: OpenConsoleEvents): OpenConsole {
      const connection = new ConsoleConnection({
        async openConsole(request) {
          asked.push({ window, ...request });
          const refusal = refusals.shift();
          if (refusal !== undefined) throw refusal;
          const sessionId = request.sessionId ?? `s${(sessions += 1)}`;
          const groups = { live: 'live-p', down: `down-${sessionId}`, up: `up-${sessionId}` };
          return { connectionString: `ws://${sessionId}`, sessionId, mode: 'operator', groups };
        },
        createClient,
        onOutput: () => events.onOutput(),
        onRemark: () => undefined,
        schedule: timers.schedule,
        random: () => 1,
      });
      const end = (): Promise<void> => connection[Symbol.asyncDispose]();
      const terminal = { dispose: () => undefined };
      return { place, connection, terminal, end } as unknown as OpenConsole;
    }

    return {
      consoles,
      create,
      attach(sessionId, text = '') {
        const client = clients.findLast(({ url }) => url === `ws://${sessionId}`);
        const attached = { kind: 'attached', epoch: 'e1', from: 0, to: 0, end: 0, inputSequence: 0 };
        client?.handlers.onUp();
        client?.handlers.onMessage(`down-${sessionId}`, { ...attached, mode: 'operator', power: 'running' });
        if (text !== '')
          client?.handlers.onMessage('live-p', encodeOutput(0, new TextEncoder().encode(text)));
      },
      events: () => clients.flatMap(({ events }) => events),
    };
  }

  return { openWindow, storage, asked, refusals };
}
