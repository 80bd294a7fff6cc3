import type { Api } from '../../shared/client/api.ts';
import { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import { canType } from '../../shared/client/consoleSnapshot.ts';
import { createPubSubClient } from '../../shared/client/pubSubClient.ts';
import { t } from '../i18n/i18n.ts';
import { remarkText } from '../i18n/remarkText.ts';
import { type ConsoleTerminal, createTerminal } from '../terminal/createTerminal.ts';
import { ConsolePaste } from './consolePaste.ts';

export type Console = {
  readonly connection: ConsoleConnection;
  readonly terminal: ConsoleTerminal;
  readonly paste: ConsolePaste;
};

/** A terminal and the connection behind it, wired together; neither knows the other. */
export function createConsole(api: Api, vmId: string, onLeave: () => void): Console {
  const terminal = createTerminal({
    onInput: (bytes) => paste.type(bytes),
    onPaste: (text, isBracketed) => {
      if (canType(connection.snapshot)) paste.paste(text, isBracketed);
    },
    onLeave,
    onSkipped: (bytes) => terminal.remark(t('console:remarks.skipped', { count: bytes })),
  });
  const connection = new ConsoleConnection({
    openConsole: (request) => api.openConsole(vmId, request),
    createClient: createPubSubClient,
    onOutput: (bytes, mayAnswer) => terminal.write(bytes, mayAnswer),
    onRemark: (remark) => terminal.remark(remarkText(t, remark)),
    onInputTaken: () => paste.taken(),
    schedule(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    language: navigator.language,
  });
  const paste = new ConsolePaste({
    type: (bytes) => connection.type(bytes),
    pendingBytes: () => connection.pendingInputBytes,
  });
  connection.subscribe(() => {
    if (!canType(connection.snapshot)) paste.reset();
  });
  return { connection, terminal, paste };
}
