import type { ConsolePath } from '../console/consolePath.ts';
import type { ScriptContext } from '../startScript.ts';

/** Where a peer runs: everything it writes stays in `folder`. */
export type PeerSite = {
  readonly context: ScriptContext;
  /** Of the guest's port that it stands in front of. */
  readonly directory: string;
  /** Short: a socket's path may have 107 bytes at most. */
  readonly folder: string;
  /** What `install` has resolved. */
  readonly root: string;
};

/** A console gateway that others have made. */
export type Peer = {
  readonly name: string;
  /** Resolves its folder and version; downloads only what is not there yet. Rejects with a reason to print. */
  install(folder: string): Promise<{ readonly root: string; readonly version: string }>;
  /** Starts it on loopback in front of the guest's port, with a viewer that is connected. */
  open(site: PeerSite): Promise<ConsolePath>;
};
