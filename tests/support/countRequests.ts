import type { TableClient } from '@azure/data-tables';

/** What one table was asked since the counter was made, as `GET`, `PUT`, `POST`, `DELETE`, `MERGE`. */
export function countRequests(tables: Readonly<Record<string, TableClient>>) {
  const requests: string[] = [];
  for (const [name, table] of Object.entries(tables)) {
    table.pipeline.addPolicy({
      name: 'countRequests',
      sendRequest: (request, next) => {
        requests.push(`${request.method} ${name}`);
        return next(request);
      },
    });
  }
  /** The requests that `work` makes, in order. */
  return async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    requests.length = 0;
    await work();
    return [...requests];
  };
}
