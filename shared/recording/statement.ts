import { z } from 'zod';

/** What is signed once a recording is complete. The text itself is signed: no way of writing it is agreed on. */
const statement = z.strictObject({
  v: z.literal(1),
  session: z.string(),
  /** Hash of every chunk, in order. */
  hashes: z.array(z.string()),
  /** Bytes of output that could not be recorded. */
  lostBytes: z.number().int().nonnegative(),
  startTime: z.number(),
  endTime: z.number(),
});
export type Statement = z.infer<typeof statement>;

/** The file beside the chunks. Signature and public key (SPKI) are base64, Ed25519. */
const signedStatement = z.strictObject({
  statement: z.string(),
  signature: z.string(),
  publicKey: z.string(),
});
export type SignedStatement = z.infer<typeof signedStatement>;

export const parseSigned = (text: string): SignedStatement | undefined => parseWith(signedStatement, text);
export const parseStatement = (text: string): Statement | undefined => parseWith(statement, text);

function parseWith<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // Not JSON.
  }
}
