import { createRequire } from 'node:module';

// One service of Azurite (`blob` or `table`) in a process of its own, with Azurite's own command line. Ends
// when its parent does.
const [service] = process.argv.splice(2, 1);
process.stdin.on('close', () => process.exit(0)).resume();
createRequire(import.meta.url)(`azurite/dist/src/${service}/main.js`);
