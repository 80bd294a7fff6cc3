import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { log } from './log.ts';
import type { FunctionsHostOptions } from './startFunctionsHost.ts';

export type HostConfig = FunctionsHostOptions & {
  /** Print the functions and leave. */
  readonly list: boolean;
  /** Leave when the parent has gone, so that a killed one leaves nobody behind on its ports. */
  readonly exitWithParent: boolean;
};

const defaultMaxBodyBytes = 104_857_600;

/** Keys come by environment only: a command line can be read by every user of the machine. */
export function readConfig(argv: readonly string[], env: NodeJS.ProcessEnv): HostConfig {
  const { values } = parseArgs({
    args: [...argv],
    allowNegative: true,
    options: {
      app: { type: 'string', default: '.' },
      entry: { type: 'string' },
      port: { type: 'string', default: '7071' },
      'https-port': { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      cors: { type: 'string', multiple: true, default: [] },
      timers: { type: 'boolean', default: true },
      list: { type: 'boolean', default: false },
      'exit-with-parent': { type: 'boolean', default: false },
    },
  });
  const https = readHttps(values);
  const master = env['FUNCTIONS_HOST_MASTER_KEY'];
  const host = env['FUNCTIONS_HOST_KEY'];
  if (Boolean(master) !== Boolean(host)) {
    throw new Error('Set both FUNCTIONS_HOST_MASTER_KEY and FUNCTIONS_HOST_KEY, or neither.');
  }
  return {
    appFolder: resolve(values.app),
    ...(values.entry === undefined ? {} : { entry: values.entry }),
    httpPort: readPort('port', values.port),
    ...(https ? { https } : {}),
    cors: { origins: values.cors },
    ...(master && host ? { keys: { master, host } } : {}),
    timers: values.timers,
    maxBodyBytes: Number(env['FUNCTIONS_REQUEST_BODY_SIZE_LIMIT'] ?? defaultMaxBodyBytes),
    log,
    list: values.list,
    exitWithParent: values['exit-with-parent'],
  };
}

function readHttps(values: {
  readonly 'https-port'?: string | undefined;
  readonly 'tls-cert'?: string | undefined;
  readonly 'tls-key'?: string | undefined;
}): FunctionsHostOptions['https'] {
  const { 'https-port': port, 'tls-cert': certFile, 'tls-key': keyFile } = values;
  if (port === undefined) return undefined;
  if (!certFile || !keyFile) throw new Error('--https-port needs --tls-cert and --tls-key.');
  return { port: readPort('https-port', port), certFile: resolve(certFile), keyFile: resolve(keyFile) };
}

function readPort(name: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--${name} is not a port: "${text}".`);
  return port;
}
