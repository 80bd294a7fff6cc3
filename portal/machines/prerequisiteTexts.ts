import type { Prerequisite } from '../../shared/contracts/prerequisites.ts';
import type { Translate } from '../i18n/i18n.ts';

/** What may be wrong and has a remedy: the `problem` of a row, or the row's own id. */
const mendable = [
  'machineRole',
  'deploymentModel',
  'provisioned',
  'machineLock',
  'bootDiagnostics',
  'modelBootDiagnostics',
  'oldModel',
  'managedStorage',
  'storageRole',
  'storageElsewhere',
  'storageMissing',
  'storageFar',
  'storageUri',
  'storageType',
  'hierarchicalNamespace',
  'storageFirewall',
  'anyFirewall',
  'sharedKeyAccess',
  'storageLock',
  'storageTls',
  'region',
  'subscription',
  'consoleSwitch',
  'serialPort',
  'relay',
  'deallocated',
  'stopped',
  'passwordUser',
] as const;
/** What could not be found out. */
const unknowable = ['passwordNotKnown', 'storageNotReadable', 'storageNotFound', 'powerNotKnown'] as const;

export type PrerequisiteTexts = {
  readonly message: string | undefined;
  readonly fix: string | undefined;
  /** In the words of the control plane, which speaks English. */
  readonly isForeign: boolean;
};

/** Which names a text wants is known to whoever wrote it, and checked below. */
type Say = (key: string, values: Readonly<Record<string, string>>) => string;

type Row = Pick<Prerequisite, 'id' | 'problem' | 'values' | 'message' | 'fix'>;

/**
 * What is wrong and what to do, in the page's language; in the control plane's own words where they are of a later one,
 * or come without what has to stand in them.
 */
export function prerequisiteTexts(t: Translate, row: Row): PrerequisiteTexts {
  const { id, problem = id, values = {} } = row;
  const own = { message: row.message, fix: row.fix?.text, isForeign: true };
  const mended = mendable.find((one) => one === problem);
  const unknown = unknowable.find((one) => one === problem);
  if (row.message === undefined || (mended === undefined && unknown === undefined)) return own;
  if (unknown !== undefined)
    return { ...own, message: t(`prerequisites:messages.${unknown}`), isForeign: false };
  if (mended === undefined || row.fix === undefined) return own;
  const say = t as Say;
  const texts = {
    message: say(`prerequisites:messages.${mended}`, values),
    fix: say(`prerequisites:fixes.${mended}`, values),
  };
  const isWhole = !Object.values(texts).some((text) => text.includes('{{'));
  return isWhole ? { ...texts, isForeign: false } : own;
}
