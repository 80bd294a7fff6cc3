import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from './freePort.ts';

/** The account and key that every Azurite is born with. They are public. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export type Azurite = AsyncDisposable & {
  /** Blob and Table in one, for `BlobServiceClient` and `TableClient.fromConnectionString`. */
  readonly connectionString: string;
  readonly blobsConnectionString: string;
  readonly tablesConnectionString: string;
};

const connectionString = (endpoints: string): string =>
  `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${endpoints}`;

/** Blob and Table storage of Azurite in memory, on free ports; two processes, gone when disposed. */
export async function startAzurite(): Promise<Azurite> {
  const [blob, table] = await Promise.all([startService('blob'), startService('table')]);
  const blobEndpoint = `BlobEndpoint=http://127.0.0.1:${blob.port}/${account};`;
  const tableEndpoint = `TableEndpoint=http://127.0.0.1:${table.port}/${account};`;
  return {
    connectionString: connectionString(blobEndpoint + tableEndpoint),
    blobsConnectionString: connectionString(blobEndpoint),
    tablesConnectionString: connectionString(tableEndpoint),
    async [Symbol.asyncDispose]() {
      await Promise.all([stop(blob.process), stop(table.process)]);
    },
  };
}

type Service = { readonly process: ChildProcess; readonly port: number };

async function startService(name: 'blob' | 'table', attempts = 3): Promise<Service> {
  const port = await freePort();
  const script = fileURLToPath(
    new URL(`../../node_modules/azurite/dist/src/${name}/main.js`, import.meta.url),
  );
  const args = [`--${name}Host`, '127.0.0.1', `--${name}Port`, String(port)];
  const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent'];
  const child = spawn(process.execPath, [script, ...args, ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // A test process that dies must not leave its storage behind.
  process.once('exit', () => child.kill('SIGKILL'));
  if (await hasStarted(child)) return { process: child, port };
  await stop(child);
  if (attempts <= 1) throw new Error(`azurite-${name} did not start`);
  return startService(name, attempts - 1);
}

/** Keeps reading afterwards: a full pipe would stop the service. */
function hasStarted(child: ChildProcess): Promise<boolean> {
  let output = '';
  return new Promise((resolve) => {
    child.once('exit', () => resolve(false));
    child.stdout?.on('data', (chunk) => {
      if (output.length < 10_000) output += String(chunk);
      if (/successfully (?:listens|started)/.test(output)) resolve(true);
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
