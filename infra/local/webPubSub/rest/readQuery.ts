import { FilterError } from '../odata/filterError.ts';
import { type Filter, parseFilter } from '../odata/parseFilter.ts';
import { limits } from '../protocol/limits.ts';
import { badRequest } from './restError.ts';

const apiVersions = ['2021-10-01', '2022-11-01', '2023-07-01', '2024-01-01', '2024-12-01'];

/** A missing version means the latest one. */
export function checkApiVersion(query: URLSearchParams): void {
  const given = query.getAll('api-version');
  if (given.length > 1 || given.some((version) => !apiVersions.includes(version))) {
    throw badRequest('The api-version is not supported.');
  }
}

/** Undefined when every connection is meant. */
export function toFilter(text: string | null | undefined): Filter | undefined {
  if (text === null || text === undefined || text === '') return undefined;
  try {
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw badRequest(`Invalid syntax for '${text}': ${error.message} (Parameter 'filter')`);
  }
}

export const readTtlSeconds = (query: URLSearchParams): number =>
  readInt(query, 'messageTtlSeconds', { min: 0, max: limits.maxTtlSeconds, absent: 0 });

export function readInt(
  query: URLSearchParams,
  name: string,
  { min, max, absent }: { min: number; max: number; absent: number },
): number {
  const text = query.get(name);
  if (text === null) return absent;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw badRequest(`The value of ${name} is not valid.`);
  return value;
}
