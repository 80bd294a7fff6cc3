import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { savePieces } from '../download/saveFile.ts';
import { useT } from '../i18n/i18n.ts';
import type { BootLog } from './useBootLog.ts';
import { wholeBootLog } from './wholeBootLog.ts';

export type LogDownloadButtonProps = { log: Pick<BootLog, 'isRead' | 'read'>; name: string };

/** The whole log as a file, also what is too old to be shown. */
export function LogDownloadButton({ log: { isRead, read }, name }: LogDownloadButtonProps): ReactNode {
  const t = useT();
  const download = useMutation({
    mutationFn: () => savePieces(`${name}.log`, wholeBootLog(read), 'text/plain;charset=utf-8'),
  });
  return (
    <>
      <Button
        icon={<ArrowDownloadRegular />}
        disabledFocusable={!isRead || download.isPending}
        onClick={() => download.mutate()}
      >
        {download.isPending
          ? t('machines:bootDiagnostics.downloading')
          : t('machines:bootDiagnostics.download')}
      </Button>
      {download.error !== null && <ErrorNotice error={download.error} />}
    </>
  );
}
