import type { ConsolePath } from './consolePath.ts';

/** A path that takes over what it needs, and ends it with itself. */
export function createPath(
  parts: AsyncDisposableStack,
  path: Pick<ConsolePath, 'name' | 'processes' | 'type'>,
): ConsolePath {
  const running = parts.move();
  return { ...path, onOutput: () => undefined, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
