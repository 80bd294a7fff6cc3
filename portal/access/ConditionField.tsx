import { Field, Input, Select, Textarea } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { findConditionFault } from '../../shared/access/parseCondition.ts';
import type { RoleDefinitionResource } from '../../shared/contracts/roleAssignment.ts';
import { useT } from '../i18n/i18n.ts';
import { type ConditionDraft, conditionKinds, fromDraft, toDraft } from './conditionDraft.ts';
import { RoleChoice } from './RoleChoice.tsx';

export type ConditionFieldProps = {
  roles: readonly RoleDefinitionResource[];
  /** What there is to begin with; nothing without it. */
  initial?: string;
  /** The condition; `''` for none, undefined while what is there makes none. */
  onChange: (condition: string | undefined) => void;
};

/** Under which condition a role holds: never by default, by one of two forms, or as it is written. */
export function ConditionField({ roles, initial = '', onChange }: ConditionFieldProps): ReactNode {
  const t = useT();
  const [draft, setDraft] = useState(() => toDraft(initial));
  const condition = fromDraft(draft);

  function change(changes: Partial<ConditionDraft>): void {
    const next = { ...draft, ...changes };
    setDraft(next);
    onChange(fromDraft(next));
  }
  return (
    <>
      <Field label={t('access:condition.label')}>
        <Select
          value={draft.kind}
          onChange={(_, { value }) => change({ kind: value as ConditionDraft['kind'] })}
        >
          {conditionKinds.map((kind) => (
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

type PartProps = { draft: ConditionDraft; change: (changes: Partial<ConditionDraft>) => void };

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
