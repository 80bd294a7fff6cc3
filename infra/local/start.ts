import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { defaultPorts } from './addresses.ts';
import { type Stack, startStack } from './stack.ts';

/** `npm start`: the whole of Sallyport on this machine, until Ctrl-C. */
const { values } = parseArgs({
  options: {
    /** One line of JSON with every address on stdout when all is ready; everything else goes to stderr. */
    json: { type: 'boolean', default: false },
    /** No QEMU: every guest is simulated. */
    simulated: { type: 'boolean', default: false },
  },
});

const stateFolder = fileURLToPath(new URL('../../.sallyport', import.meta.url));
const say = (text: string): void => console.error(text);
const stopping = new AbortController();
let stack: Stack | undefined;

/** A start that is under way ends itself when it sees the signal, and comes back here. */
async function stop(code: number, why: string): Promise<void> {
  if (stopping.signal.aborted) return;
  say(why);
  process.exitCode = code;
  stopping.abort();
  if (stack === undefined) return;
  await stack[Symbol.asyncDispose]();
  process.exit();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stop(0, 'Stopping everything…'));
}

try {
  stack = await startStack({
    ports: defaultPorts,
    stateFolder,
    imageFolder: join(stateFolder, 'guest-image'),
    guests: values.simulated ? 'simulated' : 'qemu',
    say,
    signal: stopping.signal,
    onFailure: (why) => void stop(1, why),
  });
  stopping.signal.throwIfAborted();
  if (values.json) console.log(JSON.stringify(stack.addresses));
  else for (const line of welcome(stack)) console.log(line);
} catch (fault) {
  if (!stopping.signal.aborted) {
    say(fault instanceof Error ? fault.message : String(fault));
    process.exitCode = 1;
  }
  process.exit();
}

function welcome({ addresses, users }: Stack): string[] {
  return [
    '',
    `Sallyport is ready: ${addresses.portal}`,
    '',
    `  Sign in as one of ${users.join(', ')}.`,
    `  API     ${addresses.functions} and ${addresses.functionsHttps} (CA: ${addresses.ca})`,
    '  Token   npm run token -- ops@contoso.example',
    '  Guests  alice, password correct-horse',
    '',
    'Ctrl-C ends everything.',
  ];
}
