import type { SshAddress, SshServer } from './sshServer.ts';

/** The SSH library and the WebAssembly in it take 20 MiB: a relay loads it when somebody connects by SSH. */
export function createSshServer(address: SshAddress): SshServer {
  const load = async (): Promise<SshServer> => {
    const library = await import('./sshServer.ts');
    return library.createSshServer(address);
  };
  return {
    readHostKey: async (pinned, signal) => (await load()).readHostKey(pinned, signal),
    openShell: async (order) => (await load()).openShell(order),
  };
}
