import type { AccessNames } from '../access/decisionText.ts';
import { nameOf, usePeople } from '../access/usePeople.ts';
import { usePlaceText } from '../access/usePlaceText.ts';

/** What the ids in rows are called, as far as it is known here. */
export function useNames(): AccessNames {
  const people = usePeople();
  const place = usePlaceText();
  return { place, person: (principalId) => nameOf(people, principalId) };
}
