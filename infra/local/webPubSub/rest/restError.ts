/** A refusal of the data plane, with the code that clients of the service know. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly code: string;
  readonly target: string;

  constructor(status: number, code: string, message: string, target = 'Request') {
    super(message);
    this.status = status;
    this.code = code;
    this.target = target;
  }

  toBody(): object {
    return { code: this.code, message: this.message, target: this.target, details: [], inner: {} };
  }
}

export const badRequest = (message: string): RestError => new RestError(400, 'Error.BadRequest', message);

export const connectionNotFound = (connectionId: string): RestError =>
  new RestError(
    404,
    'Error.Connection.NotExisted',
    `Connection \`${connectionId}\` is not found.`,
    'Connection',
  );

export const userNotFound = (userId: string): RestError =>
  new RestError(404, 'Error.User.NotExisted', `User \`${userId}\` is not found.`, 'User');

/** Existence checks warn rather than fail: their answer is in the status. */
export const notExisted = (what: 'Connection' | 'User' | 'Group' | 'Permission'): RestError =>
  new RestError(404, `Warning.${what}.NotExisted`, `${what} does not exist.`, what);
