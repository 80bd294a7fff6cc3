import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PortSource, PortsFile } from '../../relay/ports/portsFile.ts';
import type { Target } from '../../shared/fleet/fleet.ts';
import { freePort } from './freePort.ts';
import { buildImage, type GuestImage } from './guests/buildImage.ts';
import { guestsAvailable } from './guests/guestsAvailable.ts';
import { ensureHostKey } from './guests/hostKey.ts';
import { quitGuest } from './guests/quitGuest.ts';
import { readGuestName } from './guests/readGuestName.ts';
import { superviseGuest } from './guests/superviseGuest.ts';
import type { StackContext } from './stack.ts';

/** Starts the fleet's Linux guests, or simulates them, and writes the file that tells the relay where they are. */
export async function startGuests(context: StackContext, parts: AsyncDisposableStack): Promise<string> {
  const image = await linuxImage(context);
  const { targets } = context.fleet.fleet;
  const sources: PortSource[] = [];
  for (const target of targets) {
    const kind = context.fleet.guests[target.name] ?? 'simulated';
    if (kind !== 'linux' || image === undefined) {
      const personality = kind === 'sac' ? 'sac' : 'linux';
      sources.push({ ...simulated(target, personality), ...sshAt(context.sshPorts?.[target.name]) });
      continue;
    }
    const name = readGuestName(target.name);
    const directory = join(context.stateFolder, 'guests', name);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    await quitGuest(directory); // one that a killed start left behind
    const sshPort = await freePort();
    const kernelArguments = context.fleet.kernelArguments[target.name] ?? [];
    parts.use(
      await superviseGuest({
        name,
        directory,
        image,
        sshPort,
        hostKey: ensureHostKey(directory),
        kernelArguments,
        log: () => undefined,
      }),
    );
    sources.push({ kind: 'qemu', targetResourceId: target.resourceId, ...sshAt(sshPort), directory });
  }
  const file = join(context.stateFolder, 'ports.json');
  writeFileSync(file, JSON.stringify({ ports: sources } satisfies PortsFile, null, 2));
  return file;
}

/** Undefined where Linux guests cannot be had; says why. */
async function linuxImage({ guests, say, imageFolder }: StackContext): Promise<GuestImage | undefined> {
  if (guests === 'simulated') return undefined;
  const { qemu, why } = guestsAvailable();
  try {
    if (qemu) return await buildImage({ cacheFolder: imageFolder, log: say });
    say(`${why} All guests are simulated.`);
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    say(`The Linux guests' image could not be built (${reason.trim()}). All guests are simulated.`);
  }
  return undefined;
}

const sshAt = (port: number | undefined): Pick<PortSource, 'ssh'> =>
  port === undefined ? {} : { ssh: { host: '127.0.0.1', port } };

const simulated = ({ resourceId, computerName }: Target, personality: 'linux' | 'sac'): PortSource => ({
  kind: 'simulated',
  targetResourceId: resourceId,
  computerName,
  personality,
});
