import { SallyportError } from '../shared/contracts/errors.ts';
import { admitSubscriber, subscriberGone } from '../shared/live/subscriptions.ts';
import type { Deps } from './deps.ts';
import type { Answer } from './http/endpoint.ts';

/** Events of the hub `portal`, from a connection whose origin was checked if it says `connect`. */
export async function onPortalEvent(
  wired: Deps,
  { type, userId }: { readonly type: string; readonly userId: string },
): Promise<Answer> {
  switch (type) {
    case 'azure.webpubsub.sys.connect': {
      const admitted = await admitSubscriber(wired, userId);
      if (admitted !== undefined) return { jsonBody: { userId: admitted } };
      throw new SallyportError(
        'AuthenticationFailed',
        'This URL was used before, or its right is gone. Subscribe again.',
      );
    }
    case 'azure.webpubsub.sys.disconnected':
      await subscriberGone(wired, userId);
      return { status: 204 };
    default:
      return { status: 204 };
  }
}
