import type { AdapterFactory, AdapterPayload } from 'oidc-provider';

type Row = { readonly payload: AdapterPayload; readonly expiresAtMs: number };

/** What the provider remembers of sign-ins, in memory: they end with the process, tokens do not. */
export function createGrantStore(now: () => number): AdapterFactory {
  const rows = new Map<string, Row>();
  const find = (matches: (key: string, payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
    for (const [key, { payload, expiresAtMs }] of rows) {
      if (expiresAtMs <= now()) rows.delete(key);
      else if (matches(key, payload)) return payload;
    }
    return undefined;
  };
  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    const isOfModel = (key: string): boolean => key.startsWith(`${model}:`);
    return {
      upsert: async (id, payload, expiresInSeconds) => {
        const expiresAtMs =
          expiresInSeconds === undefined ? Number.POSITIVE_INFINITY : now() + expiresInSeconds * 1000;
        rows.set(keyOf(id), { payload, expiresAtMs });
      },
      find: async (id) => find((key) => key === keyOf(id)),
      findByUid: async (uid) => find((key, payload) => isOfModel(key) && payload.uid === uid),
      findByUserCode: async (code) => find((key, payload) => isOfModel(key) && payload.userCode === code),
      consume: async (id) => {
        const payload = find((key) => key === keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(now() / 1000);
      },
      destroy: async (id) => {
        rows.delete(keyOf(id));
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of rows) if (payload.grantId === grantId) rows.delete(key);
      },
    };
  };
}
