import { machinePowerStates } from '../../shared/contracts/machineOperation.ts';
import type { Translate } from '../i18n/i18n.ts';

/** A state of a later version is shown as it is. */
export function powerText(t: Translate, state: string | undefined): string {
  if (state === undefined) return t('machines:power.unknown');
  const name = machinePowerStates.find((one) => one === state.toLowerCase());
  return name === undefined ? state : t(`machines:power.${name}`);
}
