import { DesktopRegular } from '@fluentui/react-icons/svg/desktop';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { ShieldPersonRegular } from '@fluentui/react-icons/svg/shield-person';
import { VideoClipRegular } from '@fluentui/react-icons/svg/video-clip';
import type { ReactNode } from 'react';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { type PageName, paths } from '../router.ts';

type Entry = {
  readonly name: 'sessions' | 'virtualMachines' | 'access' | 'activity' | 'recordings';
  readonly href: string;
  readonly icon: ReactNode;
  /** Pages that are found behind it. */
  readonly pages: readonly PageName[];
};

const entries: readonly Entry[] = [
  {
    name: 'sessions',
    href: paths.sessions(),
    icon: <PlugConnectedRegular fontSize={20} />,
    pages: ['sessions'],
  },
  {
    name: 'virtualMachines',
    href: paths.virtualMachines(),
    icon: <DesktopRegular fontSize={20} />,
    pages: [
      'virtualMachines',
      'machine',
      'scaleSet',
      'serialConsole',
      'ssh',
      'bootDiagnostics',
      'prerequisites',
    ],
  },
  { name: 'access', href: paths.access(), icon: <ShieldPersonRegular fontSize={20} />, pages: ['access'] },
  { name: 'activity', href: paths.activity(), icon: <HistoryRegular fontSize={20} />, pages: ['activity'] },
  {
    name: 'recordings',
    href: paths.recordings(),
    icon: <VideoClipRegular fontSize={20} />,
    pages: ['recordings', 'recording'],
  },
];

/** The way to every page. Closed, it is a row of pictures; on a phone it is gone. */
export function MainNav({ page, isOpen }: { page: PageName; isOpen: boolean }): ReactNode {
  const t = useT();
  return (
    <nav id="main-nav" className={isOpen ? 'main-nav' : 'main-nav narrow'} aria-label={t('common:nav.label')}>
      {entries.map(({ name, href, icon, pages }) => (
        <Link
          key={name}
          href={href}
          {...(isOpen ? {} : { title: t(`common:nav.${name}`) })}
          {...(pages.includes(page) ? { 'aria-current': 'page' as const } : {})}
        >
          {icon}
          <span className="steady" data-text={t(`common:nav.${name}`)}>
            {t(`common:nav.${name}`)}
          </span>
        </Link>
      ))}
    </nav>
  );
}
