import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Api } from '../../shared/client/api.ts';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { useToast } from '../components/toasts.tsx';
import { saveFile } from '../download/saveFile.ts';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { activityCsv } from './activityCsv.ts';
import { type ActivityFilter, toQuery } from './activityFilter.ts';

const maxRows = 10_000;
const pageRows = 1_000;

/** Everything that fits the filter, not only what is on the page. */
export function ExportButton({
  bastionId,
  filter,
}: {
  bastionId: string;
  filter: ActivityFilter;
}): ReactNode {
  const t = useT();
  const tell = useToast();
  const { api } = usePortal();
  const save = useMutation({
    async mutationFn() {
      const rows = await readAll(api, bastionId, filter);
      saveFile(`activity-${new Date().toISOString().slice(0, 10)}.csv`, activityCsv(rows), 'text/csv');
      if (rows.length >= maxRows) tell('warning', t('activity:export.cut', { count: maxRows }));
      else tell('success', t('activity:export.done', { count: rows.length }));
    },
  });
  return (
    <>
      <Button
        icon={<ArrowDownloadRegular />}
        disabledFocusable={save.isPending}
        onClick={() => save.mutate()}
      >
        {save.isPending ? t('activity:export.running') : t('activity:export.action')}
      </Button>
      {save.error !== null && <ErrorNotice error={save.error} />}
    </>
  );
}

async function readAll(
  api: Pick<Api, 'listAuditLogs' | 'moreAuditLogs'>,
  bastionId: string,
  filter: ActivityFilter,
): Promise<readonly AuditLogEntry[]> {
  let page = await api.listAuditLogs(bastionId, { ...toQuery(filter, Date.now()), $top: pageRows });
  const rows = [...page.value];
  while (page.nextLink !== undefined && rows.length < maxRows) {
    page = await api.moreAuditLogs(page.nextLink);
    rows.push(...page.value);
  }
  return rows.slice(0, maxRows);
}
