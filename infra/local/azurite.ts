import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

// One service of Azurite (`blob` or `table`) in a process of its own, with Azurite's own command line. Ends
// when its parent does, and does not stay alive only to watch for that.
const [service] = process.argv.splice(2, 1);
process.stdin.on('close', () => process.exit(0)).resume();
(process.stdin as Partial<Socket>).unref?.();
createRequire(import.meta.url)(`azurite/dist/src/${service}/main.js`);
