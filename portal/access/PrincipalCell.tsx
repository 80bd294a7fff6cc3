import { Button } from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import type { ReactNode } from 'react';
import { useToast } from '../components/toasts.tsx';
import { useT } from '../i18n/i18n.ts';

/** Who somebody is, by name where it is known here; their object id is for the directory, which knows everybody. */
export function PrincipalCell({ name, id }: { name: string | undefined; id: string }): ReactNode {
  const t = useT();
  const tell = useToast();

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(id);
    tell('success', t('access:unknown.copied'));
  }
  return (
    <>
      {name ?? t('access:unknown.name')}
      <span className="fine principal-id">
        <code>{id}</code>
        <Button
          appearance="transparent"
          size="small"
          icon={<CopyRegular />}
          aria-label={t('access:unknown.copy', { id })}
          onClick={() => void copy().catch(() => undefined)}
        />
      </span>
    </>
  );
}
