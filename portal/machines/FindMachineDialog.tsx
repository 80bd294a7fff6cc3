import { Input } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import type { VirtualMachine } from '../../shared/client/armResources.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { navigate, paths } from '../router.ts';
import { FoundMachines } from './FoundMachines.tsx';
import { findMachines } from './findMachines.ts';
import { useMachines } from './useMachines.ts';

/** For whoever knows the machine's name and wants its serial console: a few letters and Enter. */
export function FindMachineDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useT();
  const listId = useId();
  const { machines, instances, rows, reload } = useMachines();
  const [text, setText] = useState('');
  // Nobody means the first of all machines: without a text none is meant until somebody goes to it.
  const [place, setPlace] = useState(-1);
  const found = useMemo(() => findMachines(rows, text), [rows, text]);
  const meant = Math.min(place, found.length - 1);

  const error = machines.error ?? instances.error;
  const isWhole = error === null && !machines.isPending && !instances.isPending;

  function open({ id }: VirtualMachine): void {
    onClose();
    navigate(paths.serialConsole(id));
  }

  function onKeyDown(event: KeyboardEvent): void {
    // Enter is also how a word is chosen while it is still being composed.
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const machine = found[meant];
    if (step !== undefined) setPlace((Math.max(meant + step, -1) + found.length) % Math.max(found.length, 1));
    else if (event.key === 'Enter' && machine !== undefined) open(machine);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog title={t('machines:find.label')} onClose={onClose}>
      <div className="finder">
        <Input
          role="combobox"
          aria-label={t('machines:find.text')}
          aria-autocomplete="list"
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={meant < 0 ? undefined : `${listId}-${meant}`}
          placeholder={t('machines:find.text')}
          autoComplete="off"
          spellCheck={false}
          contentBefore={<SearchRegular />}
          value={text}
          onChange={(_, { value }) => {
            setText(value);
            setPlace(value.trim() === '' ? -1 : 0);
          }}
          onKeyDown={onKeyDown}
        />
        <FoundMachines id={listId} found={found} meant={meant} onChoose={open} />
        <p className="fine" role="status">
          {isWhole && rows.length > 0 && found.length === 0
            ? t('machines:find.nothing')
            : t('machines:find.hint')}
        </p>
        {rows.length === 0 && (machines.isPending || instances.isPending) && <Loading />}
        {error !== null && <ErrorNotice error={error} onTryAgain={reload} />}
      </div>
    </Dialog>
  );
}
