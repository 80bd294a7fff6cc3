import * as z from 'zod';

/**
 * What a viewer and its relay say to each other before and beside the bytes of an SSH session: on the session's
 * own groups, as JSON. Where the dialogue stands is one state (`ssh` notice) that is said again after every
 * `resume`, and whatever the viewer says may be said twice: so nothing that is lost hurts.
 */

/** What an SSH server proves itself with: OpenSSH's words, e.g. `ssh-ed25519` and `SHA256:…`. */
export const hostKey = z.object({
  algorithm: z.string().min(1).max(64),
  fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
});
export type HostKey = z.infer<typeof hostKey>;

const size = { columns: z.number().int().min(1).max(1_000), rows: z.number().int().min(1).max(1_000) };
export type TerminalSize = { readonly columns: number; readonly rows: number };

const secret = z.string().max(1_024);
/** Never stored and never logged: it goes from the viewer to the relay, and from there to the server alone. */
const credential = z.discriminatedUnion('method', [
  z.object({ method: z.literal('password'), password: secret }),
  z.object({
    method: z.literal('publickey'),
    /** A private key file: OpenSSH's, PEM or PuTTY's. */
    privateKey: z.string().max(16_384),
    passphrase: secret.optional(),
  }),
  /** The server asks, see the step `prompts`. */
  z.object({ method: z.literal('keyboard-interactive') }),
]);
export type Credential = z.infer<typeof credential>;

/** Viewer → relay, on the session's up group. */
export const sshViewerFrame = z.discriminatedUnion('kind', [
  /** The person has compared the key that the step `hostKey` shows: it is pinned from now on. */
  z.object({ kind: z.literal('trust'), fingerprint: hostKey.shape.fingerprint }),
  /** `attempt` counts from 1; one that was made already is ignored. */
  z.object({
    kind: z.literal('login'),
    attempt: z.number().int().positive(),
    userName: z.string().min(1).max(256),
    credential,
    ...size,
  }),
  z.object({
    kind: z.literal('answers'),
    promptId: z.number().int().positive(),
    answers: z.array(secret).max(16),
  }),
  z.object({ kind: z.literal('resize'), ...size }),
]);
export type SshViewerFrame = z.infer<typeof sshViewerFrame>;

const error = z.object({ code: z.string(), message: z.string() });
const attempts = z.number().int().nonnegative();

/** Where an SSH session stands. `attempts` = logins that were tried. */
export const sshState = z.discriminatedUnion('step', [
  z.object({ step: z.literal('connecting') }),
  /** Nobody has vouched for this key yet: the relay waits for `trust`. */
  z.object({ step: z.literal('hostKey'), hostKey }),
  /** The relay waits for `login`. `error` says why the last one failed. */
  z.object({
    step: z.literal('login'),
    hostKey,
    attempts,
    attemptsLeft: z.number().int().positive(),
    error: error.optional(),
  }),
  z.object({ step: z.literal('authenticating'), attempts }),
  /** The server asks; the relay waits for `answers`. `echo` = what is typed may be shown. */
  z.object({
    step: z.literal('prompts'),
    attempts,
    promptId: z.number().int().positive(),
    instructions: z.string(),
    prompts: z.array(z.object({ text: z.string(), echo: z.boolean() })),
  }),
  /** There is a shell: bytes flow. */
  z.object({ step: z.literal('open'), attempts }),
  /** There will be no shell; the session ends next. */
  z.object({ step: z.literal('failed'), error, hostKey: hostKey.optional() }),
]);
export type SshState = z.infer<typeof sshState>;
