import { SallyportError } from '../../shared/contracts/errors.ts';

/**
 * The next call of one method rejects: before it did anything, or after it did everything and its answer was
 * lost. What a process that dies between two steps leaves behind.
 */
export function throwOnce<T extends object>(
  port: T,
  method: keyof T,
  when: 'before' | 'after' = 'before',
  thrown: Error = new SallyportError('StorageUnavailable', 'Told to fail.'),
): void {
  const original = port[method] as (...args: unknown[]) => Promise<unknown>;
  const failing = async (...args: unknown[]): Promise<never> => {
    port[method] = original as T[keyof T];
    if (when === 'after') await original.apply(port, args);
    throw thrown;
  };
  port[method] = failing as T[keyof T];
}

/** Every call of one method rejects until the returned function is called. */
export function throwAlways<T extends object>(
  port: T,
  method: keyof T,
  thrown: Error = new SallyportError('MessagingUnavailable', 'Told to fail.'),
): () => void {
  const original = port[method];
  port[method] = (() => Promise.reject(thrown)) as T[keyof T];
  return () => {
    port[method] = original;
  };
}
