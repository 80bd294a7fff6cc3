import { readFleetFile } from '../fleetFile.ts';
import { readConfig } from './config.ts';
import { startIdentityProvider } from './startIdentityProvider.ts';

const { fleetFile, ...options } = readConfig(process.env);
const provider = await startIdentityProvider({ ...options, fleet: readFleetFile(fleetFile) });
// One line of JSON: whoever started this process waits for it.
console.log(JSON.stringify({ ready: true, issuer: provider.issuer }));

const stop = (): void => void provider[Symbol.asyncDispose]().then(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
