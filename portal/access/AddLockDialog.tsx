import { Button, Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { NewLock } from '../../shared/client/locksApi.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Notice } from '../components/Notice.tsx';
import { ReasonField } from '../components/ReasonField.tsx';
import { useToast } from '../components/toasts.tsx';
import { currentLanguage, useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { durationText } from './durationText.ts';
import { forgetAccess } from './forgetAccess.ts';
import { PersonField } from './PersonField.tsx';
import { useDecisions } from './useDecisions.ts';
import type { Person } from './usePeople.ts';
import { usePlaceText } from './usePlaceText.ts';

const durationsInMinutes = [15, 60, 240, 1_440, 10_080] as const;

export type AddLockDialogProps = { scope: string; onClose: () => void };

/** Keeps somebody, or everybody, out of consoles and shells here; ends what is open at once. */
export function AddLockDialog({ scope, onClose }: AddLockDialogProps): ReactNode {
  const t = useT();
  const placeText = usePlaceText();
  const [isForOne, setForOne] = useState(true);
  const [person, setPerson] = useState<Person>();
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState('60');
  const [allowSelf, setAllowSelf] = useState(false);
  const own = useDecisions(scope).data?.principalId;
  const isSelf = isForOne && person !== undefined && person.principalId === own;
  const add = useAdd(scope, onClose);
  const isReady =
    reason.trim() !== '' && (!isForOne || person !== undefined) && (!isSelf || allowSelf) && !add.isPending;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady) return;
    add.mutate({
      ...(isForOne && person !== undefined ? lockOf(person) : {}),
      reason: reason.trim().replaceAll(/\s+/g, ' '),
      durationInMinutes: minutes === '' ? null : Number(minutes),
      allowSelf: isSelf && allowSelf,
    });
  }
  return (
    <Dialog title={t('access:locks.addTitle', { place: placeText(scope) })} onClose={onClose} isWide>
      <form onSubmit={onSubmit}>
        <Notice kind="warning">{t('access:locks.warning')}</Notice>
        <WhoField isForOne={isForOne} onChange={setForOne} />
        {isForOne && <PersonField label={t('access:locks.person')} onChange={setPerson} />}
        {isSelf && (
          <Checkbox
            label={t('access:locks.allowSelf')}
            checked={allowSelf}
            onChange={(_, { checked }) => setAllowSelf(checked === true)}
          />
        )}
        <DurationField minutes={minutes} onChange={setMinutes} />
        <ReasonField label={t('access:locks.reason')} value={reason} isRequired onChange={setReason} />
        {add.error !== null && <ErrorNotice error={add.error} />}
        <div className="buttons">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" appearance="primary" className="dangerous-solid" disabled={!isReady}>
            {add.isPending ? t('access:locks.adding') : t('access:locks.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const lockOf = ({ principalId, name }: Person): Partial<NewLock> => ({
  principalId,
  ...(name === '' ? {} : { principalName: name }),
});

type WhoFieldProps = { isForOne: boolean; onChange: (isForOne: boolean) => void };

function WhoField({ isForOne, onChange }: WhoFieldProps): ReactNode {
  const t = useT();
  return (
    <Field label={t('access:locks.columns.who')}>
      <RadioGroup value={isForOne ? 'one' : 'all'} onChange={(_, { value }) => onChange(value === 'one')}>
        <Radio value="one" label={t('access:locks.onePerson')} />
        <Radio value="all" label={t('access:locks.everybody')} />
      </RadioGroup>
    </Field>
  );
}

type DurationFieldProps = { minutes: string; onChange: (minutes: string) => void };

function DurationField({ minutes, onChange }: DurationFieldProps): ReactNode {
  const t = useT();
  return (
    <Field label={t('access:locks.duration')}>
      <Select value={minutes} onChange={(_, { value }) => onChange(value)}>
        {durationsInMinutes.map((one) => (
          <option key={one} value={one}>
            {durationText(currentLanguage(), one)}
          </option>
        ))}
        <option value="">{t('access:locks.untilRemoved')}</option>
      </Select>
    </Field>
  );
}

function useAdd(scope: string, onAdded: () => void) {
  const t = useT();
  const tell = useToast();
  const { api } = usePortal();
  const queries = useQueryClient();
  // The same name with every try: a first one whose answer was lost is not made twice.
  const [name] = useState(() => `portal-${crypto.randomUUID()}`);
  return useMutation({
    mutationFn: (lock: NewLock) => api.putLock(scope, name, lock),
    async onSuccess({ properties }) {
      tell('success', t('access:locks.added', { count: properties.endedSessions ?? 0 }));
      onAdded();
      await forgetAccess(queries);
    },
  });
}
