import { Field, Input, Select, Textarea } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { findConditionFault } from '../../shared/access/parseCondition.ts';
import type { RoleDefinitionResource } from '../../shared/contracts/roleAssignment.ts';
import { useT } from '../i18n/i18n.ts';
import { toCondition } from './conditionForms.ts';
import { RoleChoice } from './RoleChoice.tsx';

const kinds = ['none', 'time', 'roles', 'text'] as const;
type Kind = (typeof kinds)[number];

/** What stands in the fields; they are kept while somebody looks at another kind. */
type Draft = {
  readonly kind: Kind;
  readonly from: string;
  readonly until: string;
  readonly roles: readonly string[];
  readonly text: string;
};
const empty: Draft = { kind: 'none', from: '', until: '', roles: [], text: '' };

export type ConditionFieldProps = {
  roles: readonly RoleDefinitionResource[];
  /** The condition; `''` for none, undefined while what is there makes none. */
  onChange: (condition: string | undefined) => void;
};

/** Under which condition a role holds: never by default, by one of two forms, or as it is written. */
export function ConditionField({ roles, onChange }: ConditionFieldProps): ReactNode {
  const t = useT();
  const [draft, setDraft] = useState(empty);
  const condition = conditionOf(draft);

  function change(changes: Partial<Draft>): void {
    const next = { ...draft, ...changes };
    setDraft(next);
    onChange(conditionOf(next));
  }
  return (
    <>
      <Field label={t('access:condition.label')}>
        <Select value={draft.kind} onChange={(_, { value }) => change({ kind: value as Kind })}>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`access:condition.kinds.${kind}`)}
            </option>
          ))}
        </Select>
      </Field>
      {draft.kind === 'time' && <Times draft={draft} change={change} />}
      {draft.kind === 'roles' && (
        <RoleChoice roles={roles} chosen={draft.roles} onChoose={(chosen) => change({ roles: chosen })} />
      )}
      {draft.kind === 'text' && <Text draft={draft} change={change} />}
      {draft.kind !== 'text' && condition !== undefined && condition !== '' && (
        <pre className="raw-text fine">
          <code>{condition}</code>
        </pre>
      )}
    </>
  );
}

type PartProps = { draft: Draft; change: (changes: Partial<Draft>) => void };

function Times({ draft, change }: PartProps): ReactNode {
  const t = useT();
  const isTurned = draft.from !== '' && draft.until !== '' && draft.from >= draft.until;
  return (
    <div className="field-pair">
      {(['from', 'until'] as const).map((name) => (
        <Field
          key={name}
          label={t(`access:condition.${name}`)}
          {...(isTurned && name === 'until' ? { validationMessage: t('access:condition.turned') } : {})}
        >
          <Input
            type="datetime-local"
            value={draft[name]}
            onChange={(_, { value }) => change({ [name]: value })}
          />
        </Field>
      ))}
    </div>
  );
}

const nearLetters = 20;

function Text({ draft: { text }, change }: PartProps): ReactNode {
  const t = useT();
  const faultAt = text.trim() === '' ? undefined : findConditionFault(text);
  const near = faultAt === undefined ? '' : text.slice(faultAt, faultAt + nearLetters);
  const message =
    faultAt === undefined
      ? {}
      : {
          validationMessage:
            near === ''
              ? t('access:condition.unfinished')
              : t('access:condition.fault', { position: faultAt + 1, near }),
        };
  return (
    <Field label={t('access:condition.text')} hint={t('access:condition.hint')} {...message}>
      <Textarea
        rows={5}
        className="code"
        value={text}
        spellCheck={false}
        textarea={{ maxLength: 8_192 }}
        onChange={(_, { value }) => change({ text: value })}
      />
    </Field>
  );
}

function conditionOf({ kind, from, until, roles, text }: Draft): string | undefined {
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

/** What is written is the reader's own time. */
const toUtc = (local: string): string => (local === '' ? '' : new Date(local).toISOString());
