import { expect, test } from 'vitest';
import { sessionFilter } from '../../../../cli/commands/sessionFilter.ts';
import { parseFilter } from '../../../../shared/sessions/filter/parseFilter.ts';

const filterOf = (values: Record<string, string>) =>
  sessionFilter({
    positionals: [],
    text: (name) => values[name],
    flag: () => false,
    count: (name) => (values[name] === undefined ? undefined : Number(values[name])),
  });

test('without flags there is no condition', () => {
  expect(filterOf({})).toBeUndefined();
});

test('flags all have to hold, and the control plane understands them', () => {
  const filter = filterOf({
    who: "O'Hara",
    vm: 'vm-web-01',
    protocol: 'Serial',
    source: '10.0.0.0/8',
    idle: '30',
    filter: "mode eq 'operator' or mode eq 'observer'",
  });

  expect(filter).toBe(
    "(contains(userEmail,'O''Hara') or contains(userName,'O''Hara')) and targetName eq 'vm-web-01' and protocol eq 'Serial' and ipInRange(sourceIpAddress,'10.0.0.0/8') and idleMinutes ge 30 and (mode eq 'operator' or mode eq 'observer')",
  );
  expect(() => parseFilter(filter ?? '')).not.toThrow();
});
