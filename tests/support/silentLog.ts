import type { Log } from '../../relay/log.ts';

export const silentLog: Log = { info() {}, warn() {}, error() {} };
