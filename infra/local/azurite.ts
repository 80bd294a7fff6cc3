import { createRequire } from 'node:module';

// One service of Azurite (`blob` or `table`) in a process of its own, with Azurite's own command line.
const [service] = process.argv.splice(2, 1);
createRequire(import.meta.url)(`azurite/dist/src/${service}/main.js`);
