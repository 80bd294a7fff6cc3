import { limits } from './limits.ts';

/** String pairs that travel beside a message's data. */
export type Metadata = Readonly<Record<string, string>>;

const keyPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const valuePattern = /^[\x20-\x7e\t]*$/;

/** Undefined when a key or value is not allowed, a key comes twice or the whole is too large. */
export function toMetadata(pairs: readonly (readonly [key: string, value: string])[]): Metadata | undefined {
  const { maxKeyBytes, maxValueBytes, maxTotalBytes } = limits.metadata;
  const seen = new Set<string>();
  let total = 0;
  for (const [key, value] of pairs) {
    if (!keyPattern.test(key) || !valuePattern.test(value)) return undefined;
    if (key.length > maxKeyBytes || value.length > maxValueBytes || seen.has(key)) return undefined;
    seen.add(key);
    total += key.length + value.length;
  }
  return total > maxTotalBytes ? undefined : Object.fromEntries(pairs);
}
