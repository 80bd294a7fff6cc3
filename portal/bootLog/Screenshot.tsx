import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { RefreshButton } from '../components/RefreshButton.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';

/** What a machine shows on its display, as it was when this was asked for. */
export function Screenshot({ vmId, name }: { vmId: string; name: string }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { api } = usePortal();
  const read = useQuery({
    queryKey: keys.bootDiagnostics(vmId),
    queryFn: () => api.retrieveBootDiagnostics(vmId),
    // The addresses in it are keys that expire.
    staleTime: 0,
    gcTime: 0,
  });
  const uri = read.data?.consoleScreenshotPngBlobUri;
  return (
    <section className="card wide" aria-labelledby="boot-screenshot">
      <h2 id="boot-screenshot">{t('machines:bootDiagnostics.display')}</h2>
      <div className="toolbar">
        <RefreshButton isRefreshing={read.isFetching} onRefresh={() => read.refetch()} />
      </div>
      {read.error !== null && <ErrorNotice error={read.error} onTryAgain={() => read.refetch()} />}
      {read.isPending && <Loading />}
      {read.data !== undefined && (uri === undefined || !isWeb(uri)) && (
        <p className="fine">{t('machines:bootDiagnostics.noScreenshot')}</p>
      )}
      {uri !== undefined && isWeb(uri) && (
        <figure className="screenshot">
          <img src={uri} alt={t('machines:bootDiagnostics.shownAs', { name })} />
          <figcaption className="fine">
            {t('common:asOf', { time: formats.time(read.dataUpdatedAt) })}
          </figcaption>
        </figure>
      )}
    </section>
  );
}

const isWeb = (uri: string): boolean => /^https?:\/\//i.test(uri);
