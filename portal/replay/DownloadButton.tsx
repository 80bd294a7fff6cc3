import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { saveFile } from '../download/saveFile.ts';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { readFile } from './readFile.ts';

/** The whole recording so far, as one asciicast file that every player takes. */
export function DownloadButton({ recordingId, name }: { recordingId: string; name: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const download = useMutation({
    async mutationFn() {
      // Addresses of an hour ago may no longer work.
      const { chunks } = await api.retrieveRecording(recordingId);
      const parts: BlobPart[] = [];
      for (const { uri } of chunks) parts.push((await readFile(uri)).slice());
      saveFile(`${name}.cast`, parts, 'application/x-asciicast');
    },
  });
  return (
    <>
      <Button
        icon={<ArrowDownloadRegular />}
        disabledFocusable={download.isPending}
        onClick={() => download.mutate()}
      >
        {download.isPending ? t('replay:downloading') : t('replay:download')}
      </Button>
      {download.error !== null && <ErrorNotice error={download.error} />}
    </>
  );
}
