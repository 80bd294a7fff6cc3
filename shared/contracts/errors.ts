import * as z from 'zod';
import { type MissingAccess, missingAccess } from './access.ts';
import { endReasons } from './session.ts';

/**
 * Every error that Sallyport may show, as one table: code → HTTP status, and whether the same call may
 * succeed later. Codes are public and never renamed. `docs/errors.md` has one row per code.
 */
export const errorCatalog = {
  InvalidRequest: { status: 400, retryable: false },
  MissingApiVersionParameter: { status: 400, retryable: false },
  InvalidApiVersionParameter: { status: 400, retryable: false },
  AuthenticationFailed: { status: 401, retryable: false },
  AuthorizationFailed: { status: 403, retryable: false },
  OriginNotAllowed: { status: 403, retryable: false },
  ResourceNotFound: { status: 404, retryable: false },
  SubscriptionNotFound: { status: 404, retryable: false },
  SessionNotFound: { status: 404, retryable: false },
  OperationNotFound: { status: 404, retryable: false },
  SerialPortBusy: { status: 409, retryable: true },
  SessionMonitoringBlocked: { status: 409, retryable: false },
  SessionEnded: { status: 409, retryable: false },
  BootDiagnosticsDisabled: { status: 409, retryable: false },
  ClassicDeploymentNotSupported: { status: 409, retryable: false },
  ProvisioningNotSucceeded: { status: 409, retryable: true },
  ScopeLocked: { status: 409, retryable: false },
  ManagedStorageNotSupported: { status: 409, retryable: false },
  StorageAccountNotFound: { status: 409, retryable: false },
  StorageResourceGroupUnknown: { status: 409, retryable: false },
  StorageUriInvalid: { status: 409, retryable: false },
  StorageAccountTypeNotSupported: { status: 409, retryable: false },
  HierarchicalNamespaceNotSupported: { status: 409, retryable: false },
  StorageAccountForbidden: { status: 409, retryable: false },
  SerialConsoleNotAvailable: { status: 409, retryable: false },
  SubscriptionNotEnabled: { status: 409, retryable: false },
  SerialConsoleDisabled: { status: 409, retryable: false },
  SerialPortDisabled: { status: 409, retryable: false },
  VirtualMachineNotRunning: { status: 409, retryable: true },
  OperationInProgress: { status: 409, retryable: true },
  OperationPreempted: { status: 409, retryable: false },
  GuestDidNotShutDown: { status: 409, retryable: true },
  SysRqNotSupported: { status: 409, retryable: false },
  MachineControlNotAvailable: { status: 409, retryable: false },
  RelayLeaseHeld: { status: 409, retryable: true },
  RelayLeaseLost: { status: 409, retryable: false },
  PreconditionFailed: { status: 412, retryable: false },
  AccessLockLimitExceeded: { status: 400, retryable: false },
  AccessLocked: { status: 423, retryable: false },
  RoleAssignmentExists: { status: 409, retryable: false },
  RoleAssignmentLimitExceeded: { status: 400, retryable: false },
  RoleAssignmentUpdateNotPermitted: { status: 400, retryable: false },
  RoleDefinitionDoesNotExist: { status: 404, retryable: false },
  RoleNotAssignableHere: { status: 400, retryable: false },
  LastOwnerAssignment: { status: 409, retryable: false },
  RoleDefinitionWithSameNameExists: { status: 409, retryable: false },
  RoleDefinitionLimitExceeded: { status: 400, retryable: false },
  RoleDefinitionHasAssignments: { status: 400, retryable: false },
  AccessManagedElsewhere: { status: 409, retryable: false },
  SshNotAvailable: { status: 409, retryable: false },
  SshUnreachable: { status: 409, retryable: true },
  SshLoginFailed: { status: 409, retryable: true },
  SshKeyUnreadable: { status: 409, retryable: true },
  HostKeyChanged: { status: 409, retryable: false },
  RequestTooLarge: { status: 413, retryable: false },
  RequestUriTooLong: { status: 414, retryable: false },
  TooManyRequests: { status: 429, retryable: true },
  BastionSessionLimitReached: { status: 429, retryable: true },
  UserSessionLimitReached: { status: 429, retryable: true },
  TooManySubscriptions: { status: 429, retryable: true },
  RelayUnavailable: { status: 503, retryable: true },
  HypervisorUnavailable: { status: 503, retryable: true },
  IdentityProviderUnavailable: { status: 503, retryable: true },
  DirectoryUnavailable: { status: 503, retryable: true },
  ResourceManagerUnavailable: { status: 503, retryable: true },
  StorageUnavailable: { status: 503, retryable: true },
  MessagingUnavailable: { status: 503, retryable: true },
  InternalError: { status: 500, retryable: false },
} as const;

export type ErrorCode = keyof typeof errorCatalog;

/** One bad field of a request: `target` is a JSON path such as `sessionIds[3]`. */
export type ErrorDetail = { readonly code: ErrorCode; readonly message: string; readonly target?: string };

/** Who types on a busy serial port. Times are ISO 8601; `isActive`: something was typed or printed lately. */
const portOperator = z.object({
  name: z.string(),
  since: z.string(),
  lastActivityTime: z.string(),
  isActive: z.boolean(),
});
export type PortOperator = Readonly<z.infer<typeof portOperator>>;

/** How a session ended, for its own person who was away then: what the `disconnected` frame says to who is there. */
const sessionEnd = z.object({
  reason: z.enum(endReasons),
  text: z.string(),
  by: z.string().optional(),
  message: z.string().optional(),
});
export type SessionEnd = Readonly<z.infer<typeof sessionEnd>>;

/** What keeps somebody out. Absent `expiresOn`: until it is removed. */
const accessLockInfo = z.object({
  reason: z.string(),
  by: z.string(),
  expiresOn: z.string().optional(),
});
export type AccessLockInfo = Readonly<z.infer<typeof accessLockInfo>>;

/** ARM's way to say more than a sentence: the type tells what `info` is. */
export const additionalInfo = z.discriminatedUnion('type', [
  z.object({ type: z.literal('SerialPortOperator'), info: portOperator }),
  z.object({ type: z.literal('SessionEnd'), info: sessionEnd }),
  z.object({ type: z.literal('MissingAccess'), info: missingAccess }),
  z.object({ type: z.literal('AccessLock'), info: accessLockInfo }),
]);
type AdditionalInfo = Readonly<z.infer<typeof additionalInfo>>;

/** The body of every error, over HTTP and in `error` frames: ARM's shape. */
export type ErrorBody = {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly target?: string;
    readonly details?: readonly ErrorDetail[];
    readonly additionalInfo?: readonly AdditionalInfo[];
  };
};

export type SallyportErrorOptions = {
  readonly target?: string;
  readonly details?: readonly ErrorDetail[];
  /** With `SerialPortBusy`. */
  readonly operator?: PortOperator;
  /** With `SessionEnded`. */
  readonly end?: SessionEnd;
  /** With `TooManyRequests`. */
  readonly retryAfterSeconds?: number;
  /** With `AccessLocked`. */
  readonly lock?: AccessLockInfo;
  /** With `AuthorizationFailed`, where Azure RBAC decided. */
  readonly missing?: MissingAccess;
  /** The original fault. Logged, never shown. */
  readonly cause?: unknown;
};

/** The only error whose message may leave the process: its text is written for people. */
export class SallyportError extends Error {
  override readonly name = 'SallyportError';
  readonly code: ErrorCode;
  readonly target: string | undefined;
  readonly details: readonly ErrorDetail[];
  readonly operator: PortOperator | undefined;
  readonly end: SessionEnd | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly lock: AccessLockInfo | undefined;
  readonly missing: MissingAccess | undefined;

  constructor(code: ErrorCode, message: string, options: SallyportErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.target = options.target;
    this.details = options.details ?? [];
    this.operator = options.operator;
    this.end = options.end;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.lock = options.lock;
    this.missing = options.missing;
  }

  get status(): number {
    return errorCatalog[this.code].status;
  }

  get retryable(): boolean {
    return errorCatalog[this.code].retryable;
  }

  toBody(): ErrorBody {
    const info = this.#additionalInfo();
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.target === undefined ? {} : { target: this.target }),
        ...(this.details.length === 0 ? {} : { details: this.details }),
        ...(info === undefined ? {} : { additionalInfo: [info] }),
      },
    };
  }

  #additionalInfo(): AdditionalInfo | undefined {
    if (this.operator !== undefined) return { type: 'SerialPortOperator', info: this.operator };
    if (this.lock !== undefined) return { type: 'AccessLock', info: this.lock };
    if (this.missing !== undefined) return { type: 'MissingAccess', info: this.missing };
    return this.end && { type: 'SessionEnd', info: this.end };
  }

  /** Anything thrown becomes a SallyportError; what was not meant for people keeps its text to itself. */
  static from(thrown: unknown): SallyportError {
    if (thrown instanceof SallyportError) return thrown;
    return new SallyportError(
      'InternalError',
      'Sallyport failed. Retry; if it stays, report the request id.',
      {
        cause: thrown,
      },
    );
  }
}
