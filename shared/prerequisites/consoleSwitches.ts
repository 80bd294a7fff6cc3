/**
 * What was switched off: `/subscriptions/{id}` for every machine of a subscription, a machine's id for its serial
 * port alone. Everything is on until somebody turns it off. Ids compare as ARM does.
 */
export type ConsoleSwitches = {
  /** The scopes in this subscription that are off, in lower case. */
  off(subscriptionId: string): Promise<ReadonlySet<string>>;
  /** Resolves to whether this call changed it: of many that turn it the same way, one did. */
  turn(scope: string, to: 'on' | 'off'): Promise<boolean>;
};
