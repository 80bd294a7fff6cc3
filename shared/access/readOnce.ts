import type { AccessReader } from './ports.ts';

/**
 * For one request, or one page of a sweep: however many decisions it takes, all are from the same reading, which costs
 * its calls once. One that failed is not kept.
 */
export function readOnce(access: AccessReader): AccessReader {
  const readings = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const known = readings.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const reading = read();
    readings.set(key, reading);
    reading.catch(() => readings.delete(key));
    return reading;
  };
  return {
    ...access,
    roleAssignmentsOf: (ids) => once(`assignments of ${ids.join()}`, () => access.roleAssignmentsOf(ids)),
    roleDefinitionsOf: (names) => once(`definitions ${names.join()}`, () => access.roleDefinitionsOf(names)),
    managementGroupsOf: (id) => once(`groups above ${id}`, () => access.managementGroupsOf(id)),
    denyAssignments: () => once('deny assignments', () => access.denyAssignments()),
  };
}
