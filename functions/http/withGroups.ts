import type { Caller } from '../../shared/access/caller.ts';
import type { GroupReader } from '../../shared/access/groups.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import type { TokenCaller } from './tokenClaims.ts';

/** The caller with all groups. Taking groups that were left out for none would miss denials as well as grants. */
export async function withGroups(directory: GroupReader, read: TokenCaller): Promise<Caller> {
  const { caller, hasGroupsElsewhere } = read;
  if (!hasGroupsElsewhere) return caller;
  const groups = await directory.groupsOf(caller);
  if (groups !== undefined) return { ...caller, groups };
  throw new SallyportError(
    'AuthenticationFailed',
    'The account is in more groups than an access token lists, and the directory does not know the account. Have whoever runs Sallyport look at its way to the directory.',
  );
}
