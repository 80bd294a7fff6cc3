import type { ConsoleRemark } from '../../shared/client/consoleSnapshot.ts';
import { machineActions, type OperationNotice } from '../../shared/contracts/machineOperation.ts';
import type { Translate } from './i18n.ts';

/** What is told in the middle of a terminal's output. */
export function remarkText(t: Translate, remark: ConsoleRemark): string {
  switch (remark.kind) {
    case 'gap':
      return t('console:remarks.gap', { count: remark.to - remark.from });
    case 'logOut':
      return t(`console:remarks.logOut.${remark.outcome}`);
    case 'bootLog':
      return t(`console:remarks.bootLog.${remark.state}`);
    case 'operator':
      if (remark.name === null) return t('console:remarks.operatorGone');
      if (remark.from === undefined) return t('console:remarks.operator', { name: remark.name });
      return t('console:remarks.tookOver', { name: remark.name, from: remark.from });
    case 'operation':
      return operationText(t, remark);
    case 'restarted':
      return t('console:remarks.restarted');
    case 'inputLost':
      return t('console:remarks.inputLost', { count: remark.bytes });
  }
}

/** What somebody does to the machine, and what came of it. */
export function operationText(t: Translate, { action, by, status, message }: OperationNotice): string {
  const known = machineActions.find((one) => one === action);
  const what = t(`console:remarks.operation.${status}`, {
    action: known === undefined ? action : t(`console:remarks.actions.${known}`),
    by,
  });
  return message === undefined ? what : `${what}. ${message}`;
}
