import { Button, Input } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { type Translate, useT } from '../i18n/i18n.ts';
import type { SearchResult, TerminalSearch } from '../terminal/terminalSearch.ts';

export type FindBarProps = { search: TerminalSearch; onClose: () => void };

/** Finds words in what can be scrolled back to. Enter goes on, with Shift back, Escape ends it. */
export function FindBar({ search, onClose }: FindBarProps): ReactNode {
  const t = useT();
  const [words, setWords] = useState('');
  const [result, setResult] = useState<SearchResult>();
  useEffect(() => {
    const forget = search.onResult(setResult);
    return () => {
      forget();
      search.end();
    };
  }, [search]);

  function onKeyDown({ key, shiftKey }: KeyboardEvent): void {
    if (key === 'Escape') onClose();
    else if (key === 'Enter') (shiftKey ? search.previous : search.next)(words);
  }

  return (
    <search className="find-bar" aria-label={t('console:find.label')}>
      <Input
        autoFocus
        size="small"
        value={words}
        aria-label={t('console:find.words')}
        placeholder={t('console:find.words')}
        onKeyDown={onKeyDown}
        onChange={(_, { value }) => {
          setWords(value);
          if (value === '') setResult(undefined);
          search.next(value, true);
        }}
      />
      <span role="status" className="fine">
        {words !== '' && result !== undefined && resultText(t, result)}
      </span>
      <FindButton
        label={t('console:find.previous')}
        icon={<ArrowUpRegular />}
        onClick={() => search.previous(words)}
      />
      <FindButton
        label={t('console:find.next')}
        icon={<ArrowDownRegular />}
        onClick={() => search.next(words)}
      />
      <FindButton label={t('console:find.close')} icon={<DismissRegular />} onClick={onClose} />
    </search>
  );
}

type FindButtonProps = { label: string; icon: ReactElement; onClick: () => void };

function FindButton({ label, icon, onClick }: FindButtonProps): ReactNode {
  return <Button size="small" appearance="subtle" icon={icon} aria-label={label} onClick={onClick} />;
}

function resultText(t: Translate, { index, count }: SearchResult): string {
  if (count === 0) return t('console:find.nothing');
  return index < 0 ? t('console:find.many') : t('console:find.which', { index: index + 1, count });
}
