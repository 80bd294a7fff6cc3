import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { Badge } from '../components/Badge.tsx';
import { Link } from '../components/Link.tsx';
import { stateTones } from '../console/stateTones.ts';
import { useT } from '../i18n/i18n.ts';
import { placePath } from '../session/consolePlace.ts';
import type { ConsoleTab } from '../session/openConsoles.ts';

export type ConsoleTabItemProps = { tab: ConsoleTab; isCurrent: boolean; onClose: () => void };

/** One console: its machine, how it stands, and what happened there since it was shown. */
export function ConsoleTabItem({ tab, isCurrent, onClose }: ConsoleTabItemProps): ReactNode {
  const t = useT();
  const { place, state, isMoved, isUnread, hasRung } = tab;
  const name = targetName(place.vmId);
  const kind = t(`console:tabs.${place.kind}`);
  const stateText = isMoved ? t('console:moved.state') : t(`console:states.${state}`);
  const news = hasRung ? t('console:tabs.rung') : isUnread ? t('console:tabs.unread') : undefined;
  return (
    <li data-tab={tab.key} className={isCurrent ? 'current' : ''}>
      <Link href={placePath(place)} title={stateText} {...(isCurrent && { 'aria-current': 'page' })}>
        <Badge tone={isMoved ? 'neutral' : stateTones[state]}>{name}</Badge>
        <span className="fine">{kind}</span>
        <span className="visually-hidden">{stateText}</span>
        {news !== undefined && (
          <span className={hasRung ? 'unread rung' : 'unread'} title={news}>
            <span className="visually-hidden">{news}</span>
          </span>
        )}
      </Link>
      <Button
        size="small"
        appearance="transparent"
        icon={<DismissRegular />}
        aria-label={t('console:tabs.close', { name, kind })}
        onClick={onClose}
      />
    </li>
  );
}
