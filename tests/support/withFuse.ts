/** The same ports, but the process dies at call number `fuse`, before or after it did its work. */
export function withFuse<D extends object>(deps: D, fuse: number | null): D {
  if (fuse === null) return deps;
  let left = fuse;
  const burn = (): boolean => (left -= 1) < 0;
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name, receiver): unknown => {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          if (burn()) throw new Error('killed before');
          const result: unknown = await value.apply(target, args);
          if (burn()) throw new Error('killed after');
          return result;
        };
      },
    });
  return Object.fromEntries(
    Object.entries(deps).map(([name, value]) => [name, typeof value === 'object' ? wrap(value) : value]),
  ) as D;
}
