import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { storageAccount } from '../../shared/fleet/storageAccount.ts';
import { subscription } from '../../shared/fleet/subscription.ts';
import type { ConsoleFacts } from '../../shared/prerequisites/consoleFacts.ts';
import { aTarget } from './sessionFacts.ts';

const [account] = readFleetFile().fleet.storageAccounts;

export const anAccount = (over: object = {}) => storageAccount.parse({ ...account, ...over });

/** The facts of a machine whose console opens, with what the test is about put on top. */
export const consoleFacts = (over: Partial<ConsoleFacts> = {}): ConsoleFacts => ({
  ruleSet: 'current',
  target: aTarget({ passwordUser: 'present' }),
  account: anAccount(),
  subscription: subscription.parse({
    subscriptionId: '00000000-0000-4000-8000-000000000001',
    displayName: 'Contoso Hub',
  }),
  availability: 'GenerallyAvailable',
  switchedOff: { subscription: false, port: false },
  caller: { principalId: 'alice', mayConnect: true, mayUseStorage: true, mayReadStorage: true },
  isRelayAlive: true,
  power: 'running',
  ...over,
});
