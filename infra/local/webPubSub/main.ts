import { z } from 'zod';
import { createJsonLogger } from './settings/logger.ts';
import { hubsSchema } from './settings/settings.ts';
import { startWebPubSub } from './startWebPubSub.ts';

const write = (line: string): void => void process.stdout.write(line);
// Whoever read the log may be gone before this process is.
process.stdout.on('error', () => undefined);
const { env } = process;
const logger = createJsonLogger(write);
const adminPort = env['WebPubSub__AdminPort'];
const accessKey = env['WebPubSub__AccessKey'];

const service = await startWebPubSub({
  port: Number(env['WebPubSub__Port'] ?? 8080),
  ...(accessKey === undefined ? {} : { accessKey }),
  ...(adminPort === undefined ? {} : { adminPort: Number(adminPort) }),
  acceptEntraTokens: z.stringbool().parse(env['WebPubSub__AcceptEntraTokens'] ?? 'false'),
  hubs: hubsSchema.parse(JSON.parse(env['WebPubSub__Hubs'] ?? '{}')),
  logger,
});
// The connection string holds the key, so it is not in the log.
logger('info', 'ready', { endpoint: service.endpoint, port: service.port, adminPort: service.adminPort });

let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  void service[Symbol.asyncDispose]().then(() => logger('info', 'stopped'));
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
