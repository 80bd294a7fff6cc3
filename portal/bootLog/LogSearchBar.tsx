import { Button, Input } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import type { LogSearch } from './useLogSearch.ts';

/** Words to look for. Enter goes on, with Shift back. */
export function LogSearchBar({ search }: { search: LogSearch }): ReactNode {
  const t = useT();
  const { words, index, count, look, go } = search;
  return (
    <search className="log-search" aria-label={t('machines:bootDiagnostics.search')}>
      <Input
        value={words}
        aria-label={t('machines:bootDiagnostics.words')}
        placeholder={t('machines:bootDiagnostics.words')}
        onChange={(_, { value }) => look(value)}
        onKeyDown={({ key, shiftKey }) => key === 'Enter' && go(shiftKey ? -1 : 1)}
      />
      <span role="status" className="fine">
        {words !== '' && t('machines:bootDiagnostics.found', { index: index + 1, count })}
      </span>
      <Button
        appearance="subtle"
        icon={<ArrowUpRegular />}
        aria-label={t('machines:bootDiagnostics.previous')}
        onClick={() => go(-1)}
      />
      <Button
        appearance="subtle"
        icon={<ArrowDownRegular />}
        aria-label={t('machines:bootDiagnostics.next')}
        onClick={() => go(1)}
      />
    </search>
  );
}
