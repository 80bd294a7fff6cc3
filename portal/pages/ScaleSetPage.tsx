import { DesktopRegular } from '@fluentui/react-icons/svg/desktop';
import { type ReactNode, useEffect, useMemo } from 'react';
import { targetName, type VirtualMachine } from '../../shared/client/armResources.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { RefreshButton } from '../components/RefreshButton.tsx';
import { useT } from '../i18n/i18n.ts';
import { MachineGrid } from '../machines/MachineGrid.tsx';
import { MachineMenu } from '../machines/MachineMenu.tsx';
import { powerActions } from '../machines/machineActions.ts';
import { instancesOf, runningOf, upgradeOf } from '../machines/scaleSets.ts';
import { useMachines } from '../machines/useMachines.ts';
import { useMachineWork } from '../machines/useMachineWork.ts';
import { WorkNotice } from '../machines/WorkNotice.tsx';
import { WorkProgress } from '../machines/WorkProgress.tsx';
import { paths } from '../router.ts';

/** A scale set: its instances, what keeps their consoles shut, and power for all of them at once. */
export function ScaleSetPage({ setId }: { setId: string }): ReactNode {
  const t = useT();
  const { instances, reload } = useMachines();
  const { works } = useMachineWork();
  const mine = useMemo(() => instancesOf(instances.data ?? [], setId), [instances.data, setId]);
  // What an operation has changed is in the list once it is over.
  useEffect(() => {
    if (works.some(({ status }) => status !== 'running')) void reload();
  }, [works, reload]);
  return (
    <>
      <PageTitle
        title={targetName(setId)}
        above={[{ href: paths.virtualMachines(), label: t('machines:title') }]}
      >
        <p className="fine">{t('machines:scaleSet.subtitle')}</p>
      </PageTitle>
      <ScaleSetToolbar
        setId={setId}
        instances={mine}
        isLoading={instances.isFetching}
        onRefresh={() => void reload()}
      />
      {instances.error !== null && <ErrorNotice error={instances.error} onTryAgain={reload} />}
      {instances.isPending && <Loading />}
      <UpgradeNotice setId={setId} instances={mine} />
      {mine.length > 0 && <MachineGrid machines={mine} />}
      {instances.data !== undefined && mine.length === 0 && (
        <EmptyState icon={<DesktopRegular fontSize={48} />} title={t('machines:scaleSet.empty')}>
          <Link href={paths.virtualMachines()}>{t('machines:title')}</Link>
        </EmptyState>
      )}
    </>
  );
}

type ScaleSetToolbarProps = {
  setId: string;
  instances: readonly VirtualMachine[];
  isLoading: boolean;
  onRefresh: () => void;
};

function ScaleSetToolbar({ setId, instances, isLoading, onRefresh }: ScaleSetToolbarProps): ReactNode {
  const t = useT();
  const { work, works } = useMachineWork();
  const mine = works.find(({ vmId }) => vmId === setId);
  return (
    <>
      <div className="toolbar">
        {instances.length > 0 && (
          <MachineMenu
            text={t('machines:columns.power')}
            machine={{ id: setId, name: targetName(setId), instances: instances.length }}
            actions={powerActions(undefined)}
            work={work}
          />
        )}
        <RefreshButton isRefreshing={isLoading} onRefresh={onRefresh} />
        <Link href={paths.access(setId)}>{t('common:nav.access')}</Link>
        <span role="status" className="fine">
          {t('machines:scaleSet.running', { running: runningOf(instances), count: instances.length })}
        </span>
        {mine?.status === 'running' && <WorkProgress work={mine} />}
      </div>
      <WorkNotice work={mine} onDismiss={() => work.dismiss(setId)} />
    </>
  );
}

function UpgradeNotice(props: { setId: string; instances: readonly VirtualMachine[] }): ReactNode {
  const t = useT();
  const upgrade = upgradeOf(props.setId, props.instances);
  if (upgrade === undefined) return null;
  return (
    <Notice kind="warning" title={t('machines:scaleSet.outdated')}>
      <p>{t('machines:scaleSet.upgrade', { names: upgrade.names.join(', ') })}</p>
      <pre>
        <code>{upgrade.command}</code>
      </pre>
    </Notice>
  );
}
