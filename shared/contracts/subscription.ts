import * as z from 'zod';

/** `GET /subscriptions` and `GET /subscriptions/{id}`, as ARM has them. */
export const subscriptionResource = z.object({
  id: z.string(),
  subscriptionId: z.string(),
  /** For people; the id where no name is known. */
  displayName: z.string(),
  state: z.string(),
});
export type SubscriptionResource = z.infer<typeof subscriptionResource>;
export const subscriptionList = z.object({ value: z.array(subscriptionResource) });
