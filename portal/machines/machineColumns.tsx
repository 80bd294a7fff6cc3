import type { ReactNode } from 'react';
import { powerState, targetName, type VirtualMachine } from '../../shared/client/armResources.ts';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { Badge } from '../components/Badge.tsx';
import { Link } from '../components/Link.tsx';
import { LinkButton } from '../components/LinkButton.tsx';
import type { GridColumn } from '../grid/Grid.tsx';
import type { Translate } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import { resourceGroupOf } from './filterMachines.ts';
import { MachineMenu } from './MachineMenu.tsx';
import { powerActions } from './machineActions.ts';
import type { MachineWork, Work } from './machineWork.ts';
import { peopleOf } from './peopleOf.ts';
import { powerText } from './powerText.ts';
import { scaleSetOf } from './scaleSets.ts';
import { WorkProgress } from './WorkProgress.tsx';

type Column = GridColumn<VirtualMachine>;

export const nameColumn = (t: Translate): Column => ({
  id: 'name',
  header: t('machines:columns.name'),
  width: '21%',
  narrowWidth: '45%',
  isSortable: true,
  cell: ({ id }) => (
    <>
      <Link className="main-line" href={paths.machine(id)}>
        {targetName(id)}
      </Link>
      <Group id={id} />
    </>
  ),
});

/** What a machine belongs to: an instance to its scale set, which has a page. */
function Group({ id }: { id: string }): ReactNode {
  const set = scaleSetOf(id);
  return (
    <span className="fine">
      {resourceGroupOf(id)}
      {set !== undefined && (
        <>
          {' · '}
          <Link href={paths.scaleSet(set)}>{targetName(set)}</Link>
        </>
      )}
    </span>
  );
}

export const systemColumn = (t: Translate): Column => ({
  id: 'os',
  header: t('machines:columns.os'),
  width: '13%',
  isSortable: true,
  isWideOnly: true,
  cell: ({ properties, location }) => (
    <>
      {properties.storageProfile?.osDisk?.osType ?? t('common:none')}
      <span className="fine">{location}</span>
    </>
  ),
});

export const powerColumn = (t: Translate, works: readonly Work[]): Column => ({
  id: 'power',
  header: t('machines:columns.power'),
  width: '18%',
  narrowWidth: '40%',
  isSortable: true,
  cell: (vm) => {
    const mine = works.find(({ vmId }) => vmId === vm.id);
    if (mine?.status === 'running') return <WorkProgress work={mine} />;
    const power = powerState(vm);
    return <Badge tone={power === 'running' ? 'good' : 'neutral'}>{powerText(t, power)}</Badge>;
  },
});

export const peopleColumn = (
  t: Translate,
  sessionsOf: (vmId: string) => readonly SessionResource[],
): Column => ({
  id: 'people',
  header: t('machines:columns.people'),
  width: '18%',
  isWideOnly: true,
  cell: ({ id }) => <People t={t} people={peopleOf(sessionsOf(id))} />,
});

function People({ t, people }: { t: Translate; people: ReturnType<typeof peopleOf> }): ReactNode {
  const { operators, observers, shells } = people;
  const others = [
    ...(observers.length === 0 ? [] : [t('machines:watching', { count: observers.length })]),
    ...(shells.length === 0 ? [] : [`SSH: ${shells.join(', ')}`]),
  ].join(' · ');
  return (
    <>
      {operators.join(', ')}
      {others !== '' && (
        <span className="fine" title={others}>
          {others}
        </span>
      )}
    </>
  );
}

/** What is wanted at night, one click away: on a phone it is on the machine's page. */
export const consoleColumn = (t: Translate): Column => ({
  id: 'consoles',
  header: <span className="visually-hidden">{t('machines:serialConsole')}</span>,
  isWideOnly: true,
  cell: ({ id }) => (
    <span className="cell-links">
      <LinkButton
        isSmall
        href={paths.serialConsole(id)}
        aria-label={t('machines:serialConsoleOf', { name: targetName(id) })}
      >
        {t('machines:serialConsole')}
      </LinkButton>
      <LinkButton isSmall href={paths.ssh(id)} aria-label={t('machines:sshTo', { name: targetName(id) })}>
        {t('machines:sshShort')}
      </LinkButton>
    </span>
  ),
});

export const menuColumn = (t: Translate, work: MachineWork): Column => ({
  id: 'menu',
  header: <span className="visually-hidden">{t('common:actions')}</span>,
  width: '3.5rem',
  narrowWidth: '3rem',
  cell: (vm) => (
    <MachineMenu
      machine={{ id: vm.id, name: targetName(vm.id) }}
      actions={powerActions(powerState(vm))}
      work={work}
    />
  ),
});
