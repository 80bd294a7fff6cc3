import '@xterm/xterm/css/xterm.css';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Badge } from '../components/Badge.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { type Translate, useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { DownloadButton } from '../replay/DownloadButton.tsx';
import { MarkerList } from '../replay/MarkerList.tsx';
import { RecordingFacts } from '../replay/RecordingFacts.tsx';
import { ReplayControls } from '../replay/ReplayControls.tsx';
import { ReplayScreenPane } from '../replay/ReplayScreenPane.tsx';
import { ReplaySearch } from '../replay/ReplaySearch.tsx';
import type { FeedState } from '../replay/recordingFeed.ts';
import { recordingTitle } from '../replay/recordingTitle.ts';
import { ScreenText } from '../replay/ScreenText.tsx';
import { useReplay } from '../replay/useReplay.ts';
import { Findings, VerifiedBadge } from '../replay/VerifiedBadge.tsx';
import { paths } from '../router.ts';

/** Plays what a session was shown, also while it is still being shown. */
export function RecordingPage({ recordingId }: { recordingId: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const { data } = useQuery({
    queryKey: keys.recording(recordingId),
    queryFn: () => api.getRecording(recordingId),
  });
  const { replay, state } = useReplay(recordingId);
  const { phase, error, verification, loadedBytes, faults } = state.feed;
  const view = { replay, state };
  return (
    <>
      <PageTitle
        title={recordingTitle(t, data)}
        above={[{ href: paths.recordings(), label: t('replay:title') }]}
      >
        {phase === 'growing' && <Badge tone="good">{t('replay:live')}</Badge>}
        <VerifiedBadge verification={verification} />
        {loadedBytes > 0 && (
          <div className="spring">
            <DownloadButton recordingId={recordingId} name={recordingId.split('/').at(-1) ?? 'recording'} />
          </div>
        )}
      </PageTitle>
      {data !== undefined && <RecordingFacts recording={data} />}
      {error !== undefined && <ErrorNotice error={error} onTryAgain={() => replay.feed.start()} />}
      {verification?.state === 'altered' && (
        <Notice kind="error" title={t('replay:verified.altered.label')}>
          <p>{t('replay:verified.altered.text')}</p>
          <Findings verification={verification} />
        </Notice>
      )}
      {faults > 0 && <Notice kind="warning">{t('replay:faults', { count: faults })}</Notice>}
      {phase === 'loading' && <Loading text={loadingText(t, state.feed)} />}
      <div
        className="replay"
        data-phase={phase}
        data-state={state.player.state}
        // There is nothing to play, and the reason is said above.
        hidden={loadedBytes === 0}
      >
        <div className="replay-main">
          <ReplayScreenPane replay={replay} />
          <ReplayControls {...view} />
          <ScreenText {...view} />
        </div>
        <aside className="replay-aside" aria-label={t('replay:aside')}>
          <ReplaySearch {...view} />
          <MarkerList replay={replay} />
        </aside>
      </div>
    </>
  );
}

/** How far a long one is read; it plays meanwhile. */
function loadingText(t: Translate, { loadedBytes, totalBytes }: FeedState): string {
  const part = totalBytes === 0 ? 0 : loadedBytes / totalBytes;
  return t('replay:loading', { part });
}
