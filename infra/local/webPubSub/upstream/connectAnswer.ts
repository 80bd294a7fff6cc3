import { z } from 'zod';
import type { ConnectAnswer } from '../hub/upstreamSession.ts';
import { isGroupName } from '../protocol/names.ts';

const answerSchema = z
  .object({
    userId: z.string().nullish(),
    groups: z.array(z.string().refine(isGroupName)).nullish(),
    roles: z.array(z.string().refine((role) => role.trim() !== '')).nullish(),
    subprotocol: z.string().nullish(),
  })
  .nullable();

/** The body of an accepted connect; an empty one accepts without changes, one that makes no sense is our 500. */
export function readConnectAnswer(body: string): ConnectAnswer {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) return { refused: 500 };
  const { userId, groups, roles, subprotocol } = answer.data ?? {};
  return {
    userId: userId ?? undefined,
    groups: groups ?? undefined,
    roles: roles ?? undefined,
    subprotocol: subprotocol ?? undefined,
  };
}

/** Undefined, which no schema above accepts, when it is not JSON. */
function parseJson(body: string): unknown {
  if (body.trim() === '') return null;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
