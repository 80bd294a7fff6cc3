import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConsolePath } from '../console/consolePath.ts';
import type { World } from '../world.ts';
import { conserver } from './conserver.ts';
import type { Peer } from './peer.ts';
import { shellinabox } from './shellinabox.ts';
import { websockify } from './websockify.ts';
import { wetty } from './wetty.ts';

/** Kept between runs; `rm -r` makes the next one download them again. */
const installed = fileURLToPath(new URL('../../.sallyport/peers', import.meta.url));

const peers = { websockify, conserver, shellinabox, wetty } as const satisfies Record<string, Peer>;
type PeerName = keyof typeof peers;

export type OpenPeers = {
  readonly paths: readonly ConsolePath[];
  /** Name and version of those that run. */
  readonly versions: readonly string[];
  /** A sentence for each that does not. */
  readonly missing: readonly string[];
};

/** All that can be had on this machine, each in front of its own guest; what cannot is named. */
export async function openPeers(world: World, parts: AsyncDisposableStack): Promise<OpenPeers> {
  const [paths, versions, missing]: [ConsolePath[], string[], string[]] = [[], [], []];
  for (const name of Object.keys(peers) as PeerName[]) {
    const peer = peers[name];
    world.context.say(`${peer.name}…`);
    try {
      const { root, version } = await peer.install(join(installed, name));
      const folder = join(world.context.stateFolder, name);
      mkdirSync(folder);
      const site = { context: world.context, directory: world.guests[name], folder, root };
      paths.push(parts.use(await peer.open(site)));
      versions.push(`${peer.name} ${version}`);
    } catch (fault) {
      missing.push(`${peer.name}: ${firstLine(fault)}`);
    }
  }
  return { paths, versions, missing };
}

const firstLine = (fault: unknown): string =>
  (fault instanceof Error ? fault.message : String(fault)).split('\n')[0] ?? '';
