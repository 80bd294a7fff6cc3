import type { MissingAccess } from '../contracts/access.ts';
import {
  type AccessLockInfo,
  type ErrorCode,
  errorCatalog,
  type PortOperator,
  type SessionEnd,
} from '../contracts/errors.ts';

export type ApiErrorOptions = {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly requestId?: string | undefined;
  readonly target?: string | undefined;
  readonly operator?: PortOperator | undefined;
  readonly end?: SessionEnd | undefined;
  readonly missing?: MissingAccess | undefined;
  readonly lock?: AccessLockInfo | undefined;
  readonly cause?: unknown;
};

/** A call to the control plane that failed. `message` was written for people, `code` for programs. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** One of the catalogue, or one that is newer than this client. */
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly target: string | undefined;
  /** Who types on a serial port that is busy. */
  readonly operator: PortOperator | undefined;
  /** How the session ended that one wanted to come back to. */
  readonly end: SessionEnd | undefined;
  /** What a refused caller lacks, and where to ask why. */
  readonly missing: MissingAccess | undefined;
  /** What keeps the caller out. */
  readonly lock: AccessLockInfo | undefined;

  constructor(code: string, message: string, options: ApiErrorOptions) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.requestId = options.requestId;
    this.target = options.target;
    this.operator = options.operator;
    this.end = options.end;
    this.missing = options.missing;
    this.lock = options.lock;
  }

  /** The same call may succeed later. */
  get retryable(): boolean {
    if (Object.hasOwn(errorCatalog, this.code)) return errorCatalog[this.code as ErrorCode].retryable;
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  static from(thrown: unknown): ApiError {
    if (thrown instanceof ApiError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new ApiError('UnexpectedError', message, { status: 0, cause: thrown });
  }
}
