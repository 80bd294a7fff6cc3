import { findSubprotocol, type Subprotocol } from '../protocol/subprotocols.ts';

export type Agreement =
  | { readonly name: string | undefined; readonly known: Subprotocol | undefined }
  | { readonly refused: number };

/**
 * The application may pick any subprotocol that the client offered; else the first that is known here is taken. A
 * client that offers none is raw; one that offers only strange ones, of which nobody picks one, is refused.
 */
export function agreeSubprotocol(offered: readonly string[], chosen: string | undefined): Agreement {
  if (chosen !== undefined && chosen !== '') {
    const name = offered.find((candidate) => candidate.toLowerCase() === chosen.toLowerCase());
    return name === undefined ? { refused: 500 } : { name, known: findSubprotocol(name) };
  }
  if (offered.length === 0) return { name: undefined, known: undefined };
  const name = offered.find((candidate) => findSubprotocol(candidate) !== undefined);
  return name === undefined ? { refused: 400 } : { name, known: findSubprotocol(name) };
}
