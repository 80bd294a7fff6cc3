/** What the service allows, and what it does when time passes. */
export const limits = {
  maxMessageBytes: 1_048_576,
  /** Text of a REST body or a frame may grow in its envelope (base64, metadata): what a socket may hold unsent. */
  maxOutboundMessages: 1_000,
  maxOutboundBytes: 16 * 1_048_576,
  maxUnacknowledgedMessages: 1_000,
  maxUnacknowledgedBytes: 16 * 1_048_576,
  rememberedAcks: 1_000,
  maxPermissionRules: 1_000,
  maxWildcards: 5,
  maxTtlSeconds: 300,
  maxUpstreamReplyBytes: 16 * 1_048_576,
  metadata: { maxKeyBytes: 256, maxValueBytes: 1_024, maxTotalBytes: 8_192 },
} as const;
