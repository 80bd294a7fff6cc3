import type { Translate } from './i18n.ts';

/** Why something is not offered: `reason` is the control plane's, and most name the right already. */
export const needsRight = (t: Translate, action: string, reason: string): string =>
  reason.includes(action) ? reason : t('common:needsRight', { action, reason });
