import { join } from 'node:path';
import { buildImage, type GuestImage } from '../../infra/local/guests/buildImage.ts';
import { startGuest } from '../../infra/local/guests/startGuest.ts';
import { superviseGuest } from '../../infra/local/guests/superviseGuest.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Shared with `npm start`: made once, then found within a millisecond. */
export const guestImageFolder = join(import.meta.dirname, '../../.sallyport/guest-image');

export type TestGuest = AsyncDisposable & {
  readonly directory: string;
  readonly pid: number;
  /** Ends the guest and boots it again in the same folder. */
  restart(): Promise<void>;
};

/** The image that `npm start` uses too. */
export const testImage = (): Promise<GuestImage> =>
  buildImage({ cacheFolder: guestImageFolder, log: () => undefined });

/** A Linux guest that boots while the test goes on, and is gone with its scope or with the test's process. */
export async function startTestGuest(
  options: {
    readonly name?: string;
    readonly sshPort?: number;
    readonly kernelArguments?: string[];
    readonly withoutNetwork?: boolean;
    readonly machineArguments?: string[];
    /** What it boots instead of the local guests' image. */
    readonly image?: GuestImage;
    /** Nobody starts the guest when its relay asks. */
    readonly unsupervised?: true;
  } = {},
): Promise<TestGuest> {
  const image = options.image ?? (await testImage());
  const folder = temporaryFolder();
  const directory = join(folder.path, 'guest');
  const start = async () =>
    (options.unsupervised ? startGuest : superviseGuest)({
      name: 'vm-test',
      ...options,
      directory,
      image,
      diesWithStarter: true,
      log: () => undefined,
    });
  let guest = await start();
  return {
    directory,
    get pid() {
      return guest.pid;
    },
    restart: async () => {
      await guest[Symbol.asyncDispose]();
      guest = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await guest[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
