import { consoleModes, endReasons, sessionStates } from '../../shared/contracts/session.ts';
import type { Translate } from '../i18n/i18n.ts';

// What is of a later version is shown by its code.

export function stateText(t: Translate, state: string): string {
  const known = sessionStates.find((one) => one === state);
  return known === undefined ? state : t(`sessions:states.${known}`);
}

export function modeText(t: Translate, mode: string): string {
  const known = consoleModes.find((one) => one === mode);
  return known === undefined ? mode : t(`sessions:modes.${known}`);
}

/** SSH and RDP are called the same everywhere. */
export function protocolText(t: Translate, protocol: string): string {
  return protocol === 'Serial' ? t('console:tabs.serial') : protocol;
}

/** Why a session is over. */
export function reasonText(t: Translate, reason: string | undefined): string {
  if (reason === undefined) return t('common:none');
  const known = endReasons.find((one) => one === reason);
  return known === undefined ? reason : t(`sessions:history.reasons.${known}`);
}
