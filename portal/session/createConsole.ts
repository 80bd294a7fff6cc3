import type { Api } from '../api.ts';
import { type ConsoleTerminal, createTerminal } from '../terminal/createTerminal.ts';
import { texts } from '../texts.ts';
import { ConsoleConnection } from './consoleConnection.ts';
import { createPubSubClient } from './pubSubClient.ts';

export type Console = { readonly connection: ConsoleConnection; readonly terminal: ConsoleTerminal };

/** A terminal and the connection behind it, wired together; neither knows the other. */
export function createConsole(api: Api, vmId: string, onLeave: () => void): Console {
  const terminal = createTerminal({
    onInput: (bytes) => connection.type(bytes),
    onLeave,
    onSkipped: (bytes) => terminal.remark(texts.remarks.skipped(bytes)),
  });
  const connection = new ConsoleConnection({
    openConsole: (request) => api.openConsole(vmId, request),
    createClient: createPubSubClient,
    onOutput: (bytes, isLive) => terminal.write(bytes, isLive),
    onRemark: (remark) => terminal.remark(texts.remarks.of(remark)),
    schedule(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    language: navigator.language,
  });
  return { connection, terminal };
}
