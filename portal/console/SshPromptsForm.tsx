import { Button, Field, Input } from '@fluentui/react-components';
import type { FormEvent, ReactNode } from 'react';
import type { SshState } from '../../shared/contracts/sshFrames.ts';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { SshConsole } from '../session/sshConsole.ts';

export type SshPromptsFormProps = {
  state: Extract<SshState, { step: 'prompts' }>;
  shell: SshConsole;
};

/** The machine's own questions, in its own words. */
export function SshPromptsForm({ state, shell }: SshPromptsFormProps): ReactNode {
  const t = useT();
  const { instructions, prompts } = state;

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const answers = prompts.map((_, index) => data.get(`answer${index}`));
    shell.answer(answers.map((answer) => (typeof answer === 'string' ? answer : '')));
  }

  return (
    <Notice kind="info" title={t('ssh:promptsTitle')}>
      {instructions !== '' && <p>{instructions}</p>}
      <form className="ssh-login" onSubmit={onSubmit} autoComplete="off">
        {prompts.map(({ text, echo }, index) => (
          <Field key={`${index} ${text}`} label={text}>
            <Input name={`answer${index}`} type={echo ? 'text' : 'password'} autoFocus={index === 0} />
          </Field>
        ))}
        <Button type="submit" appearance="primary">
          {t('ssh:answer')}
        </Button>
      </form>
    </Notice>
  );
}
