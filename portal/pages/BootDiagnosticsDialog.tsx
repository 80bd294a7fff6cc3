import { type ReactNode, useCallback } from 'react';
import type { VirtualMachine } from '../../shared/client/armResources.ts';
import type { BootDiagnosticsData } from '../../shared/contracts/api.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { formatTime } from '../components/formatTime.ts';
import { Loading } from '../components/Loading.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { usePortal } from '../PortalContext.ts';
import { texts } from '../texts.ts';

/** What the guest shows on its display now, and all that it wrote on its serial line. */
export function BootDiagnosticsDialog({
  vm,
  onClose,
}: {
  vm: VirtualMachine;
  onClose: () => void;
}): ReactNode {
  const { api } = usePortal();
  const load = useCallback(
    async () => ({ ...(await api.retrieveBootDiagnostics(vm.id)), asOf: Date.now() }),
    [api, vm.id],
  );
  const { value, error, isLoading, run } = useLoaded(load);
  return (
    <Dialog title={texts.bootDiagnostics.title(vm.name)} onClose={onClose} isWide>
      {error !== undefined && <ErrorNotice error={error} />}
      {value === undefined && error === undefined && <Loading />}
      {value !== undefined && (
        <>
          <Screenshot name={vm.name} data={value} asOf={value.asOf} />
          <BlobLinks data={value} />
        </>
      )}
      <div className="buttons">
        <button type="button" disabled={isLoading} onClick={() => void run(load)}>
          {isLoading ? texts.sessions.refreshing : texts.sessions.refresh}
        </button>
        <button type="button" className="primary" onClick={onClose}>
          {texts.close}
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
  const uri = data.consoleScreenshotPngBlobUri;
  if (uri === undefined || !isWeb(uri)) return <p className="fine">{texts.bootDiagnostics.noScreenshot}</p>;
  return (
    <figure className="screenshot">
      <img src={uri} alt={texts.bootDiagnostics.shownAs(name)} />
      <figcaption className="fine">{texts.bootDiagnostics.asOf(formatTime(asOf))}</figcaption>
    </figure>
  );
}

function BlobLinks({ data }: { data: BootDiagnosticsData }): ReactNode {
  const { serialConsoleLogBlobUri: log, consoleScreenshotBlobUri: screenshot } = data;
  return (
    <>
      <p className="link-row">
        <BlobLink href={log} label={texts.bootDiagnostics.log} />
        {screenshot !== undefined && <BlobLink href={screenshot} label={texts.bootDiagnostics.screenshot} />}
      </p>
      <p className="fine">{texts.bootDiagnostics.intro}</p>
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
