import { expect, test } from 'vitest';
import { userNameOf } from '../../../../functions/http/userNameOf.ts';

const oid = '20000000-0000-4000-8000-000000000002';

test.each([
  ['a member of version 2.0', { preferred_username: 'ops@contoso.example', upn: 'x' }, 'ops@contoso.example'],
  ['a member of version 1.0', { upn: 'ops@contoso.example', unique_name: 'x' }, 'ops@contoso.example'],
  ['a guest by the name at home', { preferred_username: 'bob@fabrikam.example' }, 'bob@fabrikam.example'],
  [
    'a guest by the name here',
    { upn: 'bob_fabrikam.example#EXT#@contoso.onmicrosoft.com' },
    'bob@fabrikam.example',
  ],
  [
    'a guest whose name has a line in it',
    { upn: 'bob_the_guest_fabrikam.example#ext#@contoso.onmicrosoft.com' },
    'bob_the_guest@fabrikam.example',
  ],
  ['a personal account', { unique_name: 'live.com#bob@outlook.example' }, 'bob@outlook.example'],
  ['an account with an address alone', { email: 'bob@fabrikam.example' }, 'bob@fabrikam.example'],
  ['an account that has a telephone', { preferred_username: '+31 6 12345678' }, '+31 6 12345678'],
  ['an external name of another form', { upn: '#EXT#@contoso.example' }, '#EXT#@contoso.example'],
  ['nobody', {}, oid],
])('%s is shown as %j → %s', (_name, claims, expected) => {
  expect(userNameOf({ oid, ...claims })).toBe(expected);
});
