import { badRequest } from './restError.ts';

/** An escaped slash stays escaped: a group or user id cannot hold a slash, so none can pose as a path. */
export function readPathSegments(path: string): string[] {
  return path.split('/').slice(1).map(decodeSegment);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment.replace(/%2f/gi, (escaped) => `%25${escaped.slice(1)}`));
  } catch {
    throw badRequest('The path is not valid.');
  }
}
