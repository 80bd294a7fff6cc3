import type { NoticeFrame } from '../contracts/frames.ts';
import { ApiError } from './apiError.ts';
import type { ConsoleRemark, ConsoleSnapshot } from './consoleSnapshot.ts';

type NoticeOf<K extends NoticeFrame['kind']> = Extract<NoticeFrame, { kind: K }>;
export type AttachedNotice = NoticeOf<'attached'>;
type ConsoleNotice = Exclude<NoticeFrame, NoticeOf<'attached' | 'disconnected' | 'ssh' | 'ack'>>;

/** What a notice changes, and what a reader of the output must know at that place in it. */
export type News = { readonly snapshot?: ConsoleSnapshot; readonly remark?: ConsoleRemark };

/** Most notices are said again with every connection: what was told already is remembered here and is no news. */
export class NoticeReader {
  #bootLog: 'delayed' | 'caughtUp' = 'caughtUp';
  #epoch: string | undefined;
  /** Who types and whom they took over. */
  #handover: string | undefined;

  /** The relay has answered, to who has output up to `offset`. Another epoch than before: it lost its log. */
  attached(notice: AttachedNotice, before: ConsoleSnapshot, offset: number): News {
    const isRestarted = this.#epoch !== undefined && this.#epoch !== notice.epoch;
    this.#epoch = notice.epoch;
    const { sessionId, operator, operation, recording } = before;
    const { mode, power, end } = notice;
    const caughtUp = before.state === 'reconnecting' ? { caughtUpBytes: Math.max(0, end - offset) } : {};
    return {
      snapshot: { state: 'connected', mode, power, sessionId, operator, operation, recording, ...caughtUp },
      ...(isRestarted ? { remark: { kind: 'restarted' } } : {}),
    };
  }

  read(notice: ConsoleNotice, before: ConsoleSnapshot): News {
    switch (notice.kind) {
      case 'gap':
      case 'logOut':
        return { remark: notice };
      case 'bootLog':
        return this.#bootLogOf(notice);
      case 'operation':
        return { snapshot: { ...before, operation: notice }, remark: notice };
      case 'power':
        return { snapshot: { ...before, power: notice.power } };
      case 'warning':
        return { snapshot: { ...before, warning: notice } };
      case 'warningWithdrawn':
        return { snapshot: { ...before, warning: undefined } };
      case 'recording':
        return { snapshot: { ...before, recording: notice } };
      case 'operator':
        return this.#operatorOf(notice, before);
      case 'error': {
        const { code, message } = notice.error;
        return { snapshot: { ...before, error: new ApiError(code, message, { status: 0 }) } };
      }
    }
  }

  #bootLogOf(notice: NoticeOf<'bootLog'>): News {
    if (this.#bootLog === notice.state) return {};
    this.#bootLog = notice.state;
    return { remark: notice };
  }

  /** Who is there when one comes is no news. */
  #operatorOf({ operator, takenOverFrom }: NoticeOf<'operator'>, before: ConsoleSnapshot): News {
    const handover = `${operator?.name ?? ''} ${takenOverFrom ?? ''}`;
    const isNews =
      handover !== this.#handover && (before.operator !== undefined || takenOverFrom !== undefined);
    this.#handover = handover;
    const snapshot = { ...before, operator };
    if (!isNews) return { snapshot };
    const name = operator?.name ?? null;
    const from = name === null ? {} : { from: takenOverFrom };
    return { snapshot, remark: { kind: 'operator', name, ...from } };
  }
}
