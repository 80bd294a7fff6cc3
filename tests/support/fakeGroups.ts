import type { GroupReader } from '../../shared/access/groups.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';

/** Groups in memory. `asked` counts; `isDown` may be changed while a test runs. */
export function fakeGroups(members: Readonly<Record<string, readonly string[]>> = {}) {
  const state = { members, isDown: false, asked: 0 };
  const groupsOf: GroupReader['groupsOf'] = async ({ principalId }) => {
    state.asked += 1;
    if (state.isDown) throw new SallyportError('DirectoryUnavailable', 'The directory does not answer.');
    const found = Object.entries(state.members).find(
      ([id]) => id.toLowerCase() === principalId.toLowerCase(),
    );
    return found?.[1].map((id) => id.toLowerCase());
  };
  return Object.assign(state, { groupsOf });
}
