export type AckError = {
  readonly name: 'Forbidden' | 'InternalServerError' | 'Duplicate' | 'BadRequest';
  readonly message: string;
};

export type Connected = {
  readonly userId: string | undefined;
  readonly connectionId: string;
  readonly reconnectionToken: string | undefined;
};
