import { createHash } from 'node:crypto';
import { type BlobName, screenshotOf } from '../../shared/fleet/bootLog.ts';
import { faultFields, type Log } from '../log.ts';
import type { MachineControl } from '../ports/machineControl.ts';
import type { Power } from '../ports/serialPort.ts';
import { parsePpm } from './pixmap.ts';
import { toBmp } from './toBmp.ts';
import { toPng } from './toPng.ts';

/** Stores a picture in place of the one before. Rejects while the store does not answer. */
export type PutPicture = (name: BlobName, bytes: Uint8Array, contentType: string) => Promise<void>;

export type ScreenshotsDeps = {
  readonly bootLog: BlobName;
  readonly control: Pick<MachineControl, 'readScreen'>;
  readonly power: () => Power;
  readonly put: PutPicture;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
};

/** While a guest runs; Azure's is up to ten minutes old. */
const intervalMs = 60_000;

/** Keeps the picture of a guest's display beside its boot log. Never rejects, and never runs twice at once. */
export class Screenshots {
  readonly #deps: ScreenshotsDeps;
  #last = '';
  #taking: Promise<void> | undefined;
  #isAgain = false;
  #cancel: (() => void) | undefined;
  #isClosed = false;

  constructor(deps: ScreenshotsDeps) {
    this.#deps = deps;
    this.#takeLater();
  }

  /** Now; what is under way is from before, and another follows it. `always`: somebody waits for a new one. */
  async take(always: boolean): Promise<void> {
    if (this.#taking !== undefined) {
      this.#isAgain ||= always;
      return this.#taking;
    }
    this.#taking = this.#takeWhileAsked(always);
    await this.#taking;
    this.#taking = undefined;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel?.();
    await this.#taking;
  }

  #takeLater(): void {
    this.#cancel = this.#deps.schedule(() => {
      void this.take(false).then(() => {
        if (!this.#isClosed) this.#takeLater();
      });
    }, intervalMs);
  }

  async #takeWhileAsked(always: boolean): Promise<void> {
    await this.#takeOne(always);
    while (this.#isAgain && !this.#isClosed) {
      this.#isAgain = false;
      await this.#takeOne(true);
    }
  }

  async #takeOne(always: boolean): Promise<void> {
    const { control, power, log, bootLog } = this.#deps;
    if (this.#isClosed || power() === 'stopped') return;
    try {
      const screen = await control.readScreen?.();
      const pixmap = screen && parsePpm(screen);
      if (screen === undefined || pixmap === undefined) return;
      const hash = createHash('sha256').update(screen).digest('hex');
      // The same as before is not worth a megabyte a minute.
      if (hash === this.#last && !always) return;
      const { bmp, png } = screenshotOf(bootLog);
      await this.#deps.put(bmp, toBmp(pixmap), 'image/bmp');
      await this.#deps.put(png, await toPng(pixmap), 'image/png');
      this.#last = hash;
    } catch (fault) {
      log.warn('screenshotFault', { blob: bootLog.blob, ...faultFields(fault) });
    }
  }
}
