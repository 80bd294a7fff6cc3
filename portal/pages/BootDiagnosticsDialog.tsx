import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { VirtualMachine } from '../../shared/client/armResources.ts';
import type { BootDiagnosticsData } from '../../shared/contracts/api.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';

/** What the guest shows on its display now, and all that it wrote on its serial line. */
export function BootDiagnosticsDialog({
  vm,
  onClose,
}: {
  vm: VirtualMachine;
  onClose: () => void;
}): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const read = useQuery({
    queryKey: keys.bootDiagnostics(vm.id),
    queryFn: () => api.retrieveBootDiagnostics(vm.id),
    // The links in it expire.
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Dialog title={t('machines:bootDiagnostics.title', { name: vm.name })} onClose={onClose} isWide>
      {read.error !== null && <ErrorNotice error={read.error} />}
      {read.isPending && <Loading />}
      {read.data !== undefined && (
        <>
          <Screenshot name={vm.name} data={read.data} asOf={read.dataUpdatedAt} />
          <BlobLinks data={read.data} />
        </>
      )}
      <div className="buttons">
        <button type="button" disabled={read.isFetching} onClick={() => void read.refetch()}>
          {read.isFetching ? t('common:refreshing') : t('common:refresh')}
        </button>
        <button type="button" className="primary" onClick={onClose}>
          {t('common:close')}
        </button>
      </div>
    </Dialog>
  );
}

function Screenshot({
  name,
  data,
  asOf,
}: {
  name: string;
  data: BootDiagnosticsData;
  asOf: number;
}): ReactNode {
  const formats = useFormats();
  const t = useT();
  const uri = data.consoleScreenshotPngBlobUri;
  if (uri === undefined || !isWeb(uri))
    return <p className="fine">{t('machines:bootDiagnostics.noScreenshot')}</p>;
  return (
    <figure className="screenshot">
      <img src={uri} alt={t('machines:bootDiagnostics.shownAs', { name })} />
      <figcaption className="fine">{t('common:asOf', { time: formats.time(asOf) })}</figcaption>
    </figure>
  );
}

function BlobLinks({ data }: { data: BootDiagnosticsData }): ReactNode {
  const t = useT();
  const { serialConsoleLogBlobUri: log, consoleScreenshotBlobUri: screenshot } = data;
  return (
    <>
      <p className="link-row">
        <BlobLink href={log} label={t('machines:bootDiagnostics.log')} />
        {screenshot !== undefined && (
          <BlobLink href={screenshot} label={t('machines:bootDiagnostics.screenshot')} />
        )}
      </p>
      <p className="fine">{t('machines:bootDiagnostics.intro')}</p>
    </>
  );
}

function BlobLink({ href, label }: { href: string; label: string }): ReactNode {
  if (!isWeb(href)) return <span>{label}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}

const isWeb = (uri: string): boolean => /^https?:\/\//i.test(uri);
