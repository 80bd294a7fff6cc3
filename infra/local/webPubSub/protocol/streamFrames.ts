/** Why a stream of this publisher was not opened, or is over although its publisher did not end it. */
export type StreamRefusal = {
  readonly name: 'StreamNotFound' | 'Forbidden' | 'BadRequest' | 'IdleTimeout';
  readonly message: string;
};

/** Answers to who publishes a stream. Only JSON has them; like acks they are neither numbered nor kept. */
export const streamFrames = {
  ack: (streamId: string, expectedSequenceId: number): Buffer =>
    toFrame({ type: 'streamAck', streamId, expectedSequenceId }),
  invalidSequenceId: (streamId: string, expectedSequenceId: number): Buffer =>
    toFrame({
      type: 'streamNack',
      streamId,
      expectedSequenceId,
      name: 'InvalidSequenceId',
      message: `The stream expects the sequence id ${expectedSequenceId}.`,
    }),
  closed: (streamId: string, error?: StreamRefusal): Buffer =>
    toFrame({ type: 'streamClosed', streamId, error }),
};

const toFrame = (frame: object): Buffer => Buffer.from(JSON.stringify(frame));
