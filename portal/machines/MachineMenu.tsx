import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Menu, type MenuItem } from '../components/Menu.tsx';
import { useT } from '../i18n/i18n.ts';
import { needsRight } from '../i18n/needsRight.ts';
import { useRights } from '../query/useRights.ts';
import { paths } from '../router.ts';
import { type Machine, MachineDialog } from './MachineDialog.tsx';
import { losesData, type OfferedAction, rightOf } from './machineActions.ts';
import type { MachineWork } from './machineWork.ts';

export type MachineMenuProps = {
  machine: Machine;
  actions: readonly OfferedAction[];
  work: MachineWork;
  /** What the button shows; `…` without it. */
  text?: string;
  /** After the dialog is closed, whatever was decided in it. */
  onClosed?: () => void;
};

/** What can be done to a machine. What the signed-in person may not do is there too, and says why. */
export function MachineMenu({ machine, actions, work, text, onClosed }: MachineMenuProps): ReactNode {
  const t = useT();
  const [isOpened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<OfferedAction>();
  const wasChosen = useRef(false);
  useEffect(() => {
    if (wasChosen.current && chosen === undefined) onClosed?.();
    wasChosen.current = chosen !== undefined;
  }, [chosen, onClosed]);
  const rights = useRights(machine.id, isOpened ? rightsOf(actions, machine.id) : '');
  const items = actions.map((action): MenuItem => {
    const right = rightOf(action, machine.id);
    const reason = rights(right);
    return {
      label: t(`machines:actions.${action}`),
      isDangerous: losesData(action),
      onSelect: () => setChosen(action),
      ...(right === undefined || reason === undefined
        ? {}
        : {
            disabledBecause: needsRight(t, right, reason),
            whyHref: paths.whyNot(machine.id, right),
          }),
    };
  });
  return (
    <>
      <Menu
        label={t('machines:menuOf', { name: machine.name })}
        items={items}
        onOpen={() => setOpened(true)}
        {...(text === undefined ? {} : { text })}
      />
      {chosen !== undefined && (
        <MachineDialog
          key={chosen}
          action={chosen}
          machine={machine}
          work={work}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}

function rightsOf(actions: readonly OfferedAction[], vmId: string): string {
  return [...new Set(actions.flatMap((action) => rightOf(action, vmId) ?? []))].join(' ');
}
