import type { HostLog } from './contract.ts';

/** One JSON line on stderr: stdout has the ready line and what the app prints itself. */
export const log: HostLog = (entry) => {
  const { level = 'information', ...rest } = entry;
  const line = JSON.stringify({ time: new Date().toISOString(), level, ...rest }, (_key, value: unknown) =>
    value instanceof Error ? describe(value) : value,
  );
  process.stderr.write(`${line}\n`);
};

/** Stack and causes, without the properties: an SDK's error carries its request in them. */
function describe(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${describe(error.cause)}` : own;
}
