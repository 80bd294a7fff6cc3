import type { Api } from '../../shared/client/api.ts';
import { createPubSubClient } from '../../shared/client/pubSubClient.ts';
import { preparePaste } from '../../shared/console/preparePaste.ts';
import { t } from '../i18n/i18n.ts';
import { remarkText } from '../i18n/remarkText.ts';
import { type ConsoleTerminal, createTerminal } from '../terminal/createTerminal.ts';
import { SshConsole } from './sshConsole.ts';

export type Ssh = { readonly console: SshConsole; readonly terminal: ConsoleTerminal };

/** A terminal and the shell behind it, wired together; neither knows the other. */
export function createSsh(
  api: Api,
  place: { readonly bastionId: string; readonly vmId: string },
  onLeave: () => void,
): Ssh {
  const encoder = new TextEncoder();
  const terminal = createTerminal({
    onInput: (bytes) => console.type(bytes),
    onPaste(text, isBracketed) {
      const { pieces, end } = preparePaste(text, isBracketed, (part) => encoder.encode(part));
      for (const piece of pieces) console.type(piece);
      if (end !== undefined) console.type(end);
    },
    onLeave,
    onSkipped: (bytes) => terminal.remark(t('console:remarks.skipped', { count: bytes })),
    onResize: (size) => console.resize(size),
  });
  const console = new SshConsole({
    openConsole: (request) => api.openSsh(place.bastionId, place.vmId, request),
    createClient: createPubSubClient,
    onOutput: (bytes, mayAnswer) => terminal.write(bytes, mayAnswer),
    onRemark(remark) {
      // Every shell is a stream of its own: that a new one begins anew is no news.
      if (remark.kind !== 'restarted') terminal.remark(remarkText(t, remark));
    },
    schedule(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    language: navigator.language,
  });
  return { console, terminal };
}
