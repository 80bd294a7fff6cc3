import type { IncomingMessage } from 'node:http';
import type { Hub } from '../hub/hub.ts';

export type RestCall = {
  readonly hub: Hub;
  /** As the caller wrote it. */
  readonly hubName: string;
  /** What stands in the path for each `{}` of the operation's pattern, decoded. */
  readonly parameters: readonly string[];
  readonly path: string;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
};

export type RestReply = { readonly status: number; readonly body?: object };

export type Operation = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/hubs/{hub}`; `{}` is one segment of any text. */
  readonly pattern: string;
  readonly run: (call: RestCall) => RestReply | Promise<RestReply>;
};

export const done: RestReply = { status: 200 };
export const accepted: RestReply = { status: 202 };
export const noContent: RestReply = { status: 204 };
