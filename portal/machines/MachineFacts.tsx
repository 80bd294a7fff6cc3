import type { ReactNode } from 'react';
import { powerState, type VirtualMachine } from '../../shared/client/armResources.ts';
import { Badge } from '../components/Badge.tsx';
import { useT } from '../i18n/i18n.ts';
import { resourceGroupOf } from './filterMachines.ts';
import type { Work } from './machineWork.ts';
import { powerText } from './powerText.ts';
import { WorkProgress } from './WorkProgress.tsx';

/** What a machine is, and whether it runs. */
export function MachineFacts({ vm, work }: { vm: VirtualMachine; work: Work | undefined }): ReactNode {
  const t = useT();
  const { osProfile, storageProfile, diagnosticsProfile } = vm.properties;
  const power = powerState(vm);
  const isDiagnosed = diagnosticsProfile?.bootDiagnostics?.enabled === true;
  const texts = [
    ['columns.computer', osProfile?.computerName],
    ['columns.os', storageProfile?.osDisk?.osType],
    ['columns.location', vm.location],
    ['overview.group', resourceGroupOf(vm.id)],
    ['bootDiagnostics.link', t(isDiagnosed ? 'machines:overview.on' : 'machines:overview.off')],
  ] as const;
  return (
    <section className="card" aria-labelledby="machine-facts">
      <h2 id="machine-facts">{t('machines:overview.facts')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('machines:columns.power')}</dt>
          <dd>
            {work?.status === 'running' ? (
              <WorkProgress work={work} />
            ) : (
              <Badge tone={power === 'running' ? 'good' : 'neutral'}>{powerText(t, power)}</Badge>
            )}
          </dd>
        </div>
        {texts.map(([key, text]) => (
          <div key={key}>
            <dt>{t(`machines:${key}`)}</dt>
            <dd>{text ?? t('common:none')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
