import { type ReactNode, useCallback } from 'react';
import type { VirtualMachine } from '../../shared/client/armResources.ts';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { usePortal } from '../PortalContext.ts';
import { texts } from '../texts.ts';

export function BootDiagnosticsDialog({
  vm,
  onClose,
}: {
  vm: VirtualMachine;
  onClose: () => void;
}): ReactNode {
  const { api } = usePortal();
  const { value, error } = useLoaded(useCallback(() => api.retrieveBootDiagnostics(vm.id), [api, vm.id]));
  return (
    <Dialog title={texts.bootDiagnostics.title(vm.name)} onClose={onClose}>
      {error !== undefined && <ErrorNotice error={error} />}
      {value === undefined && error === undefined && <Loading />}
      {value !== undefined && (
        <>
          <p className="fine">{texts.bootDiagnostics.intro}</p>
          <ul className="link-list">
            <li>
              <BlobLink href={value.serialConsoleLogBlobUri} label={texts.bootDiagnostics.log} />
            </li>
            <li>
              {value.consoleScreenshotBlobUri === undefined ? (
                <span className="fine">{texts.bootDiagnostics.noScreenshot}</span>
              ) : (
                <BlobLink href={value.consoleScreenshotBlobUri} label={texts.bootDiagnostics.screenshot} />
              )}
            </li>
          </ul>
        </>
      )}
      <div className="buttons">
        <button type="button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
    </Dialog>
  );
}

function BlobLink({ href, label }: { href: string; label: string }): ReactNode {
  const isWeb = /^https?:\/\//i.test(href);
  return isWeb ? (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  ) : (
    <span>{label}</span>
  );
}
