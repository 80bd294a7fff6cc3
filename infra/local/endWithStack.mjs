import { isMainThread } from 'node:worker_threads';

// Loaded into every part of the stack before its own script. Its stdin is a pipe from the stack and ends with
// it, however that ends: a part that is left behind would hold its port, and a second relay the same journals.
// Not TypeScript: Node's own compiler for it would cost each part, also one that is a bundle, 35 MB.
if (isMainThread) {
  process.stdin.on('close', () => process.kill(process.pid, 'SIGTERM')).resume();
  // Watching keeps no part alive.
  process.stdin.unref?.();
}
