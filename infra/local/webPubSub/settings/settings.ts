import { z } from 'zod';
import { type Logger, silentLogger } from './logger.ts';

export const systemEvents = ['connect', 'connected', 'disconnected'] as const;

const eventHandler = z.strictObject({
  /** Absolute http(s) URL; `{hub}` and `{event}` in its path or query are filled in. */
  urlTemplate: z.url({ protocol: /^https?$/ }),
  systemEvents: z.array(z.enum(systemEvents)).default([]),
  /** `*`, or event names separated by commas. Absent: no user events. */
  userEventPattern: z.string().optional(),
});

export const hubsSchema = z.record(z.string(), z.array(eventHandler));

// As the official emulator demands it: the key must survive a connection string.
const accessKey = z
  .string()
  .refine((key) => Buffer.byteLength(key) >= 32, 'An access key has at least 32 bytes.')
  .refine(
    (key) => !/[;\p{Cc}]/u.test(key) && key.trim() === key,
    'The access key cannot be in a connection string.',
  );

const settingsSchema = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8080),
  /** The default is the official emulator's, so that one connection string serves both. */
  accessKey: accessKey.default('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH'),
  /** Lets in REST callers with any token for `https://webpubsub.azure.com`, whoever signed it. */
  acceptEntraTokens: z.boolean().default(false),
  /** A request that has not arrived by then, or 15 s for its head, is answered 408. */
  requestTimeoutMs: z.int().min(1).default(60_000),
  hubs: hubsSchema.default({}),
  /** Where faults can be ordered. Absent: nowhere. */
  adminPort: z.int().min(0).max(65_535).optional(),
  logger: z.custom<Logger>((value) => typeof value === 'function').default(() => silentLogger),
  /** How long a reliable connection without a socket may come back. */
  detachedMs: z.int().min(0).default(30_000),
  /** A client that closes without a status: may it come back, as after a fault, or is it gone? */
  closeWithoutStatus: z.enum(['detach', 'end']).default('detach'),
  /** `application/problem+json` makes the SDK leave an error's body as the text of its message. */
  errorContentType: z.enum(['application/json', 'application/problem+json']).default('application/json'),
  upstream: z
    .strictObject({
      retryDelaysMs: z.array(z.int().min(0)).default([1_000, 3_000, 5_000]),
      timeoutMs: z.int().min(1).default(100_000),
      validationTimeoutMs: z.int().min(1).default(10_000),
    })
    .prefault({}),
});

export type WebPubSubOptions = z.input<typeof settingsSchema>;
export type Settings = z.output<typeof settingsSchema>;
export type EventHandler = z.output<typeof eventHandler>;

export const readSettings = (options: WebPubSubOptions): Settings => settingsSchema.parse(options);
