import { SshConsole, type SshSnapshot } from '../../portal/session/sshConsole.ts';
import { createPubSubClient } from '../../shared/client/pubSubClient.ts';
import type { ConnectResponse } from '../../shared/contracts/api.ts';
import type { SshState } from '../../shared/contracts/sshFrames.ts';
import { eventually } from './eventually.ts';
import { bastionPath, type LocalStack, vmPath } from './localStack.ts';
import { portalApi } from './portalConsole.ts';

export type PortalSsh = AsyncDisposable & {
  readonly console: SshConsole;
  readonly snapshot: () => SshSnapshot;
  readonly type: (text: string) => void;
  readonly shown: () => Buffer;
  readonly text: () => string;
  readonly answers: ConnectResponse[];
  /** Every step that the way to the shell went through. */
  readonly steps: SshState['step'][];
  /** Resolves once the relay is at this step. */
  readonly until: (step: SshState['step']) => Promise<void>;
  readonly untilText: (text: string) => Promise<void>;
};

/** The portal's SSH console without its terminal, opened at a running stack; nobody has logged in yet. */
export async function openPortalSsh(
  stack: LocalStack,
  seat: { readonly user: string; readonly vm: string },
): Promise<PortalSsh> {
  const parts: Uint8Array[] = [];
  const answers: ConnectResponse[] = [];
  const steps: SshState['step'][] = [];
  const text = (): string => Buffer.concat(parts).toString('latin1');
  const console = new SshConsole({
    async openConsole(request) {
      const answer = await portalApi(stack, seat.user).openSsh(bastionPath, vmPath(seat.vm), request);
      answers.push(answer);
      return answer;
    },
    createClient: createPubSubClient,
    onOutput: (bytes) => void parts.push(bytes),
    onRemark: () => {},
    schedule(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  });
  console.subscribe(() => {
    const { step } = console.snapshot.ssh;
    if (steps.at(-1) !== step) steps.push(step);
  });
  await console.connection.connect();
  const { error } = console.snapshot;
  if (error !== undefined) throw error;
  return {
    console,
    snapshot: () => console.snapshot,
    type: (typed) => console.type(Buffer.from(typed)),
    shown: () => Buffer.concat(parts),
    text,
    answers,
    steps,
    until: (step) => eventually(() => console.snapshot.ssh.step === step),
    untilText: (wanted) => eventually(() => text().includes(wanted)),
    [Symbol.asyncDispose]: () => console[Symbol.asyncDispose](),
  };
}
