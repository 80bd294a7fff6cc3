import { Button } from '@fluentui/react-components';
import type { FormEvent, ReactNode } from 'react';
import { ApiError } from '../../shared/client/apiError.ts';
import type { PolicyResource } from '../../shared/contracts/policy.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { useT } from '../i18n/i18n.ts';
import { LimitField } from './LimitField.tsx';
import { limitNames } from './policyForm.ts';
import { RecordingFields } from './RecordingFields.tsx';
import { type SavePolicy, usePolicySave } from './usePolicySave.ts';

export type PolicyEditorProps = {
  policy: PolicyResource;
  /** Why it cannot be changed; undefined = it can. */
  refusal: string | undefined;
  save: SavePolicy;
  onLoadAgain: () => void;
  onClose: () => void;
};

export function PolicyEditor({ policy, refusal, save, onLoadAgain, onClose }: PolicyEditorProps): ReactNode {
  const t = useT();
  const { form, problems, error, state, edit, submit } = usePolicySave(policy, save);
  const isOutdated = error !== undefined && ApiError.from(error).code === 'PreconditionFailed';
  const isReadOnly = refusal !== undefined;
  const isSaving = state === 'saving';
  const isDisabled = isReadOnly || isSaving;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void submit();
  }

  return (
    <form className="policy" onSubmit={onSubmit}>
      <p className="fine">{isReadOnly ? t('policies:readOnly', { reason: refusal }) : t('policies:intro')}</p>
      <fieldset disabled={isDisabled}>
        {limitNames.map((name) => (
          <LimitField
            key={name}
            name={name}
            value={form[name]}
            isInvalid={problems[name] !== undefined}
            isDisabled={isDisabled}
            onChange={(value) => edit({ [name]: value })}
          />
        ))}
        <RecordingFields form={form} isDisabled={isDisabled} onChange={edit} />
      </fieldset>
      {error !== undefined && (
        <ErrorNotice error={error} {...(isOutdated ? { title: t('policies:changedTitle') } : {})}>
          {isOutdated && <Button onClick={onLoadAgain}>{t('policies:loadAgain')}</Button>}
        </ErrorNotice>
      )}
      <div className="buttons">
        <span className="fine grow" role="status">
          {state === 'saved' && t('policies:saved')}
          {state === 'unchanged' && t('policies:unchanged')}
        </span>
        <Button onClick={onClose}>{t('common:close')}</Button>
        {!isReadOnly && (
          <Button type="submit" appearance="primary" disabled={isSaving || Object.keys(problems).length > 0}>
            {isSaving ? t('policies:saving') : t('policies:save')}
          </Button>
        )}
      </div>
    </form>
  );
}
