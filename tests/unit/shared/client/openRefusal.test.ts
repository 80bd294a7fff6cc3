import { expect, test } from 'vitest';
import { z } from 'zod';
import { ApiError } from '../../../../shared/client/apiError.ts';
import { knownEnd } from '../../../../shared/client/openRefusal.ts';
import { createRequest } from '../../../../shared/client/request.ts';
import { SallyportError } from '../../../../shared/contracts/errors.ts';

const end = {
  reason: 'DisconnectedByAdministrator',
  text: '切断されました',
  by: 'Oscar Ops',
  message: 'patching',
} as const;

/** What the client makes of the control plane's refusal. */
async function received(thrown: SallyportError): Promise<ApiError> {
  const request = createRequest({
    apiUrl: 'https://api.example',
    token: async () => 't0ken',
    fetch: async () => Response.json(thrown.toBody(), { status: thrown.status }),
    wait: async () => undefined,
  });
  return await request(z.object({}), '/x').then(
    () => expect.fail('It was not refused.'),
    (fault: unknown) => ApiError.from(fault),
  );
}

test('who comes back to a session that somebody ended learns who and why, as by the frame', async () => {
  const refusal = new SallyportError('SessionEnded', '切断されました: patching', { target: end.reason, end });

  expect(knownEnd(await received(refusal))).toEqual({ kind: 'disconnected', ...end });
});

test('a control plane that says no more than the reason is understood', async () => {
  const refusal = new SallyportError('SessionEnded', '切断されました', { target: 'IdleTimeout' });

  expect(knownEnd(await received(refusal))).toEqual({
    kind: 'disconnected',
    reason: 'IdleTimeout',
    text: '切断されました',
  });
});

test('an accident is no end that somebody decided', async () => {
  const lost = { reason: 'ConnectionLost', text: '切断されました' } as const;
  const refusal = new SallyportError('SessionEnded', 'x', { target: lost.reason, end: lost });

  expect(knownEnd(await received(refusal))).toBeUndefined();
});
