import { Observable } from '../../shared/client/observable.ts';
import type { CreatePubSubClient } from '../../shared/client/pubSubClient.ts';
import type { SessionChange, SubscribeResponse } from '../../shared/contracts/liveList.ts';
import type { SessionList, SessionResource } from '../../shared/contracts/session.ts';
import { applyChanges, isOlder } from './applyChanges.ts';
import { ListFeed } from './listFeed.ts';

export type LiveSessionsDeps = {
  /** What was shown last time, until something newer is there. */
  readonly before?: LiveSnapshot['value'];
  /** The newest of the list, for who waits. */
  readonly first: () => Promise<SessionList>;
  /** All of it. */
  readonly list: () => Promise<SessionList>;
  readonly refresh: () => Promise<SessionList>;
  readonly more: (nextLink: string) => Promise<SessionList>;
  readonly subscribe: () => Promise<SubscribeResponse>;
  readonly createClient: CreatePubSubClient;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly random: () => number;
  readonly now: () => number;
};

export type LiveSnapshot = {
  readonly value: (SessionList & { readonly asOf: number }) | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  /** Whether changes arrive by themselves; undefined until that is known. */
  readonly isLive: boolean | undefined;
  /** Since when they do not. */
  readonly staleSince: number | undefined;
};

/** A hole that no later frame shows is closed by then. */
const relistMs = 60_000;

/** A bastion's session list that changes by itself: read once, then kept up by what is pushed. */
export class LiveSessions implements Disposable {
  readonly #deps: LiveSessionsDeps;
  readonly #feed: ListFeed;
  readonly #state: Observable<LiveSnapshot>;
  readonly subscribe: Observable<LiveSnapshot>['subscribe'];
  /** What is shown, or will be with the first list: news may come before it. */
  #rows: readonly SessionResource[] = [];
  #endedIds: ReadonlySet<string> = new Set();
  /** Changed by news since the list that is being read was asked for: it may not know of these. */
  #newsIds = new Set<string>();
  #latest = 0;
  /** A person waits for a list. */
  #isAsked = false;
  #isReadAgainDue = false;
  /** What is shown as an error is the answer to a person's refresh: only another question takes it away. */
  #isRefused = false;
  #cancelRelist: (() => void) | undefined;

  constructor(deps: LiveSessionsDeps) {
    this.#deps = deps;
    this.#rows = deps.before?.value ?? [];
    this.#state = new Observable<LiveSnapshot>({
      value: deps.before,
      error: undefined,
      isLoading: true,
      isLive: undefined,
      staleSince: undefined,
    });
    this.subscribe = this.#state.subscribe;
    this.#feed = new ListFeed({
      ...deps,
      onChanges: (changes, allowedActions) => this.#apply(changes, allowedActions),
      onHole: () => this.#readAgain(),
      onLive: (isLive) => this.#onLive(isLive),
    });
  }

  get snapshot(): LiveSnapshot {
    return this.#state.value;
  }

  start(): void {
    void this.#begin();
    void this.#feed.start();
    this.#relistLater();
  }

  /** The newest rows at once, and all of them as soon as they are there. */
  async #begin(): Promise<void> {
    await this.#loadShown(this.snapshot.value === undefined ? this.#deps.first : this.#deps.list);
    if (this.snapshot.value?.nextLink !== undefined) this.#readAgain();
  }

  [Symbol.dispose](): void {
    this.#latest += 1;
    this.#cancelRelist?.();
    this.#feed[Symbol.dispose]();
  }

  /** What the control plane knows. */
  readonly reload = (): Promise<void> => this.#loadShown(this.#deps.list);

  /** What the relays know: slower, and certain. */
  readonly refresh = async (): Promise<void> => {
    await this.#loadShown(this.#deps.refresh);
    this.#isRefused = this.snapshot.error !== undefined;
  };

  readonly more = async (): Promise<void> => {
    const shown = this.snapshot.value;
    const link = shown?.nextLink;
    if (link === undefined) return;
    await this.#loadShown(async () => {
      const page = await this.#deps.more(link);
      const { nextLink: _, ...rest } = shown ?? page;
      return { ...rest, ...page, value: [...this.#rows, ...page.value] };
    });
  };

  async #loadShown(load: () => Promise<SessionList>): Promise<void> {
    this.#isAsked = true;
    this.#isRefused = false;
    this.#set({ isLoading: true });
    if (!(await this.#load(load))) return;
    this.#isAsked = false;
    if (!this.#isReadAgainDue) return;
    this.#isReadAgainDue = false;
    this.#readAgain();
  }

  /** For our own sake: waits for what a person asked for, and leaves its outcome standing. */
  #readAgain(): void {
    if (this.#isAsked) this.#isReadAgainDue = true;
    else void this.#load(this.#deps.list);
  }

  /** A slow old answer never overwrites a newer one: false, and nothing shown. */
  async #load(load: () => Promise<SessionList>): Promise<boolean> {
    this.#latest += 1;
    const number = this.#latest;
    this.#newsIds = new Set();
    try {
      const list = await load();
      if (number === this.#latest) this.#show(list);
    } catch (error) {
      if (number === this.#latest) this.#set({ error, isLoading: false });
    }
    return number === this.#latest;
  }

  #show(list: SessionList): void {
    this.#rows = this.#withNews(list.value);
    const value = { ...list, value: [...this.#rows], asOf: this.#deps.now() };
    const error = this.#isRefused ? this.snapshot.error : undefined;
    this.#set({ value, error, isLoading: false });
  }

  /** The rows of a list, where news did not overtake them. */
  #withNews(rows: readonly SessionResource[]): SessionResource[] {
    const told = this.#rows.filter(({ sessionId }) => this.#newsIds.has(sessionId));
    const news = new Map(told.map((row) => [row.sessionId, row]));
    const kept = rows
      .filter(({ sessionId }) => !this.#endedIds.has(sessionId))
      .map((row) => {
        const newer = news.get(row.sessionId);
        news.delete(row.sessionId);
        return newer !== undefined && isOlder(row, newer) ? newer : row;
      });
    return [...news.values(), ...kept].toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
  }

  #apply(changes: readonly SessionChange[], allowedActions: readonly string[]): void {
    for (const { session } of changes) this.#newsIds.add(session.sessionId);
    const { value } = this.snapshot;
    const lastId = value?.nextLink === undefined ? undefined : this.#rows.at(-1)?.sessionId;
    const before = { rows: this.#rows, endedIds: this.#endedIds };
    const after = applyChanges(before, changes, { allowedActions, lastId });
    this.#rows = after.rows;
    this.#endedIds = after.endedIds;
    if (value === undefined) return;
    this.#set({ value: { ...value, value: [...after.rows], asOf: this.#deps.now() } });
  }

  #onLive(isLive: boolean): void {
    const staleSince = isLive ? undefined : (this.snapshot.staleSince ?? this.#deps.now());
    this.#set({ isLive, staleSince });
  }

  #relistLater(): void {
    this.#cancelRelist = this.#deps.schedule(() => {
      // Pages that were asked for are worth more than a hole that may not be there.
      if (this.snapshot.value?.nextLink === undefined) this.#readAgain();
      this.#relistLater();
    }, relistMs);
  }

  #set(over: Partial<LiveSnapshot>): void {
    this.#state.set({ ...this.snapshot, ...over });
  }
}
