import { findConditionFault } from '../../shared/access/parseCondition.ts';
import { fromCondition, toCondition } from './conditionForms.ts';

export const conditionKinds = ['none', 'time', 'roles', 'text'] as const;

/** What stands in the fields of a condition; they are kept while somebody looks at another kind. */
export type ConditionDraft = {
  readonly kind: (typeof conditionKinds)[number];
  /** As a browser's field for a time has it: the reader's own. */
  readonly from: string;
  readonly until: string;
  readonly roles: readonly string[];
  readonly text: string;
};

const empty: ConditionDraft = { kind: 'none', from: '', until: '', roles: [], text: '' };

/** A condition as it is edited: in the form that it was made with, else as it is written. */
export function toDraft(condition: string): ConditionDraft {
  if (condition === '') return empty;
  const form = fromCondition(condition);
  const drafts: readonly ConditionDraft[] =
    form?.kind === 'time'
      ? [{ ...empty, kind: 'time', from: toLocal(form.from), until: toLocal(form.until) }]
      : form === undefined
        ? []
        : [{ ...empty, ...form }];
  // An hour that a clock has twice, say, is no longer the same after it was shown.
  return (
    drafts.find((draft) => fromDraft(draft) === condition) ?? { ...empty, kind: 'text', text: condition }
  );
}

/** The condition; `''` for none, undefined while what is there makes none. */
export function fromDraft({ kind, from, until, roles, text }: ConditionDraft): string | undefined {
  switch (kind) {
    case 'none':
      return '';
    case 'time': {
      const isOrdered = from === '' || until === '' || from < until;
      if (!isOrdered || !isTime(from) || !isTime(until) || (from === '' && until === '')) return undefined;
      return toCondition({ kind, from: toUtc(from), until: toUtc(until) });
    }
    case 'roles':
      return roles.length === 0 ? undefined : toCondition({ kind, roles });
    case 'text':
      return text.trim() === '' || findConditionFault(text) !== undefined ? undefined : text.trim();
  }
}

/** A year is written with as many digits as one likes. */
const isTime = (local: string): boolean => local === '' || /^\d{4}-/.test(local);

const toUtc = (local: string): string => (local === '' ? '' : new Date(local).toISOString());

function toLocal(utc: string): string {
  const time = new Date(utc);
  if (Number.isNaN(time.getTime())) return '';
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().replace(/(?::00)?(?:\.000)?Z$/, '');
}
