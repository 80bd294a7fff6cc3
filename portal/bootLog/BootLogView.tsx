import { Switch } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { LogDownloadButton } from './LogDownloadButton.tsx';
import { LogLines } from './LogLines.tsx';
import { LogSearchBar } from './LogSearchBar.tsx';
import { useBootLog } from './useBootLog.ts';
import { useLogSearch } from './useLogSearch.ts';

/** All that a guest wrote on its serial line, to be searched, followed and taken home. */
export function BootLogView({ vmId, name }: { vmId: string; name: string }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const log = useBootLog(vmId);
  const { lines, olderLines, skippedBytes, isRead, error, feed } = log;
  const [isFollowing, setFollowing] = useState(true);
  useEffect(() => feed.follow(isFollowing), [feed, isFollowing]);
  const search = useLogSearch(lines);
  const label = t('machines:bootDiagnostics.log');
  return (
    <section className="card wide" aria-labelledby="boot-log">
      <h2 id="boot-log">{label}</h2>
      <div className="toolbar">
        <LogSearchBar search={search} />
        <Switch
          checked={isFollowing}
          label={t('machines:bootDiagnostics.follow')}
          onChange={(_, { checked }) => setFollowing(checked)}
        />
        <LogDownloadButton log={log} name={name} />
      </div>
      {error !== undefined && <ErrorNotice error={error} onTryAgain={() => feed.read()} />}
      {!isRead && error === undefined && <Loading />}
      {skippedBytes > 0 && (
        <p className="fine">{t('machines:bootDiagnostics.skipped', { size: formats.bytes(skippedBytes) })}</p>
      )}
      {isRead && (
        <LogLines
          label={label}
          lines={lines}
          olderLines={olderLines}
          marked={search.line}
          isFollowing={isFollowing && search.words === ''}
        />
      )}
    </section>
  );
}
