import { startMonitor } from './startMonitor.ts';
import { startPort } from './startPort.ts';

// The bench's guests, one per directory: each a serial port as QEMU would offer it, without a machine behind.
for (const directory of process.argv.slice(2)) await startMonitor(directory, startPort(directory));
console.log('{"ready":true}');
process.stdin.on('close', () => process.exit(0)).resume(); // Ends with the bench, however that ends.
