import { Button, Field, Input, Select } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Credential, SshState } from '../../shared/contracts/sshFrames.ts';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { SshConsole } from '../session/sshConsole.ts';
import { SshFaultText } from './SshFaultText.tsx';

const methods = ['password', 'publickey', 'keyboard-interactive'] as const;
type Method = (typeof methods)[number];

/** What a second try begins with. */
export type LastLogin = { readonly userName: string; readonly method: Method };

export type SshLoginFormProps = {
  state: Extract<SshState, { step: 'login' }>;
  shell: SshConsole;
  last: LastLogin | undefined;
  onSend: (login: LastLogin) => void;
};

/** No secret that is typed here is kept by the page: it is read when it is sent. */
export function SshLoginForm({ state, shell, last, onSend }: SshLoginFormProps): ReactNode {
  const t = useT();
  const [method, setMethod] = useState<Method>(last?.method ?? 'password');

  async function send(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    const userName = text(data, 'userName');
    onSend({ userName, method });
    shell.logIn(userName, await credentialOf(method, data));
  }

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    void send(event.currentTarget);
  }

  return (
    <Notice kind={state.error === undefined ? 'info' : 'error'} title={t('ssh:login.title')}>
      {state.error !== undefined && (
        <p>
          <SshFaultText error={state.error} />
        </p>
      )}
      <p className="fine">
        {state.hostKey.algorithm} <code>{state.hostKey.fingerprint}</code> ·{' '}
        {t('ssh:login.left', { count: state.attemptsLeft })}
      </p>
      <form className="ssh-login" onSubmit={onSubmit} autoComplete="off">
        <Field label={t('ssh:login.userName')}>
          <Input
            name="userName"
            defaultValue={last?.userName ?? ''}
            required
            maxLength={256}
            autoFocus={last === undefined}
            autoCapitalize="off"
            spellCheck={false}
          />
        </Field>
        <Field label={t('ssh:login.method')}>
          <Select value={method} onChange={(_, { value }) => setMethod(value as Method)}>
            {methods.map((one) => (
              <option key={one} value={one}>
                {t(`ssh:login.methods.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        <SecretFields method={method} isFirst={last !== undefined} />
        <Button type="submit" appearance="primary" autoFocus={last?.method === 'keyboard-interactive'}>
          {t('ssh:login.action')}
        </Button>
      </form>
    </Notice>
  );
}

/** `isFirst`: who one is stands there already. */
function SecretFields({ method, isFirst }: { method: Method; isFirst: boolean }): ReactNode {
  const t = useT();
  if (method === 'keyboard-interactive') return null;
  return (
    <>
      {method === 'publickey' && (
        <Field label={t('ssh:login.privateKey')}>
          {/* No control of Fluent's, which would take its label from the field by itself. */}
          {(field) => <input {...field} name="privateKey" type="file" required autoFocus={isFirst} />}
        </Field>
      )}
      <Field label={method === 'password' ? t('ssh:login.password') : t('ssh:login.passphrase')}>
        <Input
          name="secret"
          type="password"
          required={method === 'password'}
          autoFocus={isFirst && method === 'password'}
          autoComplete="off"
        />
      </Field>
    </>
  );
}

async function credentialOf(method: Method, data: FormData): Promise<Credential> {
  const secret = text(data, 'secret');
  if (method === 'password') return { method, password: secret };
  if (method === 'keyboard-interactive') return { method };
  const file = data.get('privateKey');
  const privateKey = file instanceof File ? await file.text() : '';
  return { method, privateKey, ...(secret === '' ? {} : { passphrase: secret }) };
}

function text(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}
