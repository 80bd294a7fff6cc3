import { z } from 'zod';
import { Observable } from '../../shared/client/observable.ts';

const minFontSizePx = 10;
const maxFontSizePx = 28;

const terminalSettings = z.object({
  fontSizePx: z.number().int().min(minFontSizePx).max(maxFontSizePx).default(14),
  /** All columns of a serial console at once, however small; else a narrow page is scrolled sideways. */
  isWidthFitted: z.boolean().default(false),
  /** What is shown is in the page as text too, for screen readers. It costs speed, so a person asks for it. */
  isReadAloud: z.boolean().default(false),
});
export type TerminalSettings = Readonly<z.infer<typeof terminalSettings>>;

const key = 'sallyport.terminal';

/** What a person likes their terminals to be like: the same for all of them, and kept. */
export class KeptTerminalSettings {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #settings: Observable<TerminalSettings>;
  readonly subscribe: Observable<TerminalSettings>['subscribe'];

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#settings = new Observable(parsed(storage.getItem(key)));
    this.subscribe = this.#settings.subscribe;
  }

  get value(): TerminalSettings {
    return this.#settings.value;
  }

  /** One step smaller or larger, as far as it can be read. */
  changeFontSize(stepPx: number): void {
    const wanted = this.value.fontSizePx + stepPx;
    this.#set({ ...this.value, fontSizePx: Math.min(Math.max(wanted, minFontSizePx), maxFontSizePx) });
  }

  setWidthFitted(isWidthFitted: boolean): void {
    this.#set({ ...this.value, isWidthFitted });
  }

  setReadAloud(isReadAloud: boolean): void {
    this.#set({ ...this.value, isReadAloud });
  }

  #set(settings: TerminalSettings): void {
    this.#settings.set(settings);
    this.#storage.setItem(key, JSON.stringify(settings));
  }
}

/** What an older page or a person's own hand left there may be anything. */
function parsed(text: string | null): TerminalSettings {
  try {
    return terminalSettings.parse(JSON.parse(text ?? '{}'));
  } catch {
    return terminalSettings.parse({});
  }
}
