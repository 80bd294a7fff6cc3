import { type ConsoleState, isUp } from '../../shared/client/consoleSnapshot.ts';
import { Observable } from '../../shared/client/observable.ts';
import { type ConsolePlace, placeKey } from './consolePlace.ts';
import type { ConsoleWindows } from './consoleWindows.ts';
import { type KeptConsole, type KeptStorage, readKept, rewound, writeKept } from './keptConsoles.ts';
import type { CreateOpenConsole, OpenConsole } from './openConsole.ts';

/** Each has a terminal of ten thousand lines: some ten megabytes. */
export const maxOpenConsoles = 8;

export type ConsoleTab = {
  readonly key: string;
  readonly place: ConsolePlace;
  readonly state: ConsoleState;
  /** It goes on in another window. */
  readonly isMoved: boolean;
  /** Something was written, or the guest rang, since it was shown last. */
  readonly isUnread: boolean;
  readonly hasRung: boolean;
};

export type OpenConsolesDeps = {
  readonly storage: KeptStorage;
  /** Under which this window keeps its consoles. */
  readonly storageKey: string;
  readonly windows: ConsoleWindows;
};

/**
 * The consoles of one window. They go on whatever page is shown, until they are closed or the window is; what a
 * terminal is made of comes with the first page that needs one.
 */
export class OpenConsoles {
  readonly #deps: OpenConsolesDeps;
  readonly #consoles = new Map<string, OpenConsole>();
  readonly #tabs = new Observable<readonly ConsoleTab[]>([]);
  readonly subscribe = this.#tabs.subscribe;
  #shown: string | undefined;
  #hadAny = false;
  #isComingBack = false;

  constructor(deps: OpenConsolesDeps) {
    this.#deps = deps;
    deps.windows.onTaken((sessionId) => this.#release(sessionId));
  }

  /** In the order in which they were opened; a new list for every change. */
  get tabs(): readonly ConsoleTab[] {
    return this.#tabs.value;
  }

  get(key: string): OpenConsole | undefined {
    return this.#consoles.get(key);
  }

  /** The one that is there, or a new one that connects; undefined where there are too many already. */
  open(place: ConsolePlace, create: CreateOpenConsole): OpenConsole | undefined {
    const known = this.#consoles.get(placeKey(place.kind, place.vmId));
    if (known !== undefined) {
      // What stood in its way may be mended by now: that is why somebody comes back to it.
      const { state, mode } = known.connection.snapshot;
      if (state === 'refused' || state === 'failed')
        void known.connection.connect({ mode, ...known.connection.wish });
      return known;
    }
    if (this.#consoles.size >= maxOpenConsoles) return undefined;
    const console = this.#add(place, create);
    void console.connection.connect();
    return console;
  }

  /** What is shown is read. Undefined = none of them is. */
  show(key: string | undefined): void {
    this.#shown = key;
    if (key !== undefined) this.#change(key, { isUnread: false, hasRung: false });
  }

  /** Ends its session, and forgets what it showed. */
  async close(key: string): Promise<void> {
    const console = this.#consoles.get(key);
    if (console === undefined) return;
    this.#consoles.delete(key);
    this.#tabs.set(this.tabs.filter((tab) => tab.key !== key));
    this.#keep();
    await console.end();
    console.terminal.dispose();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#consoles.keys()].map((key) => this.close(key)));
  }

  /** The page is about to be left for the identity provider: every session waits for it, as for a lost connection. */
  comeBack(): void {
    this.#isComingBack = true;
  }

  /**
   * The page is being left, to be loaded anew or for good. A serial console's session ends; what it shows can be
   * shown again. A shell would end with its session, so it has the time that every lost connection has.
   */
  leave(): void {
    this.#keep();
    if (this.#isComingBack) return;
    for (const { place, connection } of this.#consoles.values())
      if (place.kind === 'serial') void connection.close();
  }

  /** Those that this window had before it was loaded anew, or that another window left to it. */
  restore(create: CreateOpenConsole): void {
    for (const kept of this.kept) {
      const key = placeKey(kept.kind, kept.vmId);
      const { connection } = this.#consoles.get(key) ?? this.#add(kept, create);
      this.#deps.windows.take(kept.sessionId);
      void connection.resume(kept);
    }
  }

  get kept(): readonly KeptConsole[] {
    return readKept(this.#deps.storage, this.#deps.storageKey);
  }

  /** What another window has to know to go on with this console; undefined where there is nothing to go on with. */
  toMove(key: string): KeptConsole | undefined {
    const console = this.#consoles.get(key);
    return console === undefined ? undefined : toKept(console);
  }

  /** Goes on here with what was moved into another window. */
  takeBack(key: string): void {
    const connection = this.#consoles.get(key)?.connection;
    const { sessionId, mode } = connection?.snapshot ?? {};
    if (connection === undefined || sessionId === undefined || mode === undefined) return;
    this.#deps.windows.take(sessionId);
    void connection.resume({ sessionId, mode, offset: connection.offset, ...connection.wish });
  }

  #add(place: ConsolePlace, create: CreateOpenConsole): OpenConsole {
    const key = placeKey(place.kind, place.vmId);
    const console = create(place, {
      onOutput: () => key !== this.#shown && this.#change(key, { isUnread: true }),
      onBell: () => key !== this.#shown && this.#change(key, { hasRung: true }),
    });
    this.#consoles.set(key, console);
    this.#hadAny = true;
    const tab = { key, place, state: 'idle', isMoved: false, isUnread: false, hasRung: false } as const;
    this.#tabs.set([...this.tabs, tab]);
    console.connection.subscribe(() => this.#onConnection(key, console));
    return console;
  }

  #onConnection(key: string, { connection }: OpenConsole): void {
    const { state, isMoved = false } = connection.snapshot;
    this.#change(key, { state, isMoved });
    if (state === 'connected') this.#keep();
  }

  #change(key: string, change: Partial<ConsoleTab>): void {
    const before = this.tabs.find((tab) => tab.key === key);
    if (before === undefined) return;
    const after = { ...before, ...change };
    if (isSame(before, after)) return;
    this.#tabs.set(this.tabs.map((tab) => (tab === before ? after : tab)));
  }

  #release(sessionId: string): void {
    for (const { connection } of this.#consoles.values())
      if (connection.snapshot.sessionId === sessionId && isUp(connection.snapshot)) connection.release();
    this.#keep();
  }

  /** While there was none, what is kept is for the page that comes back from signing in. */
  #keep(): void {
    if (!this.#hadAny) return;
    const { storage, storageKey } = this.#deps;
    const kept = [...this.#consoles.values()].flatMap((console) => toKept(console) ?? []);
    writeKept(storage, storageKey, kept);
  }
}

const isSame = (one: ConsoleTab, other: ConsoleTab): boolean =>
  one.state === other.state &&
  one.isMoved === other.isMoved &&
  one.isUnread === other.isUnread &&
  one.hasRung === other.hasRung;

/** A terminal begins anew in the page that goes on with it, so it begins with what was shown last. */
function toKept({ place, connection }: OpenConsole): KeptConsole | undefined {
  const { snapshot } = connection;
  const { sessionId, mode } = snapshot;
  if (sessionId === undefined || !isUp(snapshot)) return undefined;
  return { ...place, sessionId, mode, offset: rewound(connection.offset), ...connection.wish };
}
