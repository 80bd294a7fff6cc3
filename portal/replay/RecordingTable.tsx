import type { ReactNode } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import type { RecordingResource } from '../../shared/contracts/recording.ts';
import { Badge } from '../components/Badge.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { paths } from '../router.ts';
import { protocolText } from '../sessions/sessionTexts.ts';
import { recordingTitle } from './recordingTitle.ts';

export function RecordingTable({ recordings }: { recordings: readonly RecordingResource[] }): ReactNode {
  const t = useT();
  return (
    <DataTable
      columns={[
        t('replay:columns.started'),
        t('replay:columns.user'),
        t('replay:columns.target'),
        t('replay:columns.protocol'),
        t('replay:columns.duration'),
        t('replay:columns.recording'),
      ]}
    >
      {recordings.map((recording) => (
        <RecordingRow key={recording.id} recording={recording} />
      ))}
    </DataTable>
  );
}

function RecordingRow({ recording }: { recording: RecordingResource }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { startTime, endTime, userName, userEmail, targetResourceId, protocol, isLive } =
    recording.properties;
  return (
    <tr data-recording={recording.name}>
      <td>{formats.dateTime(startTime)}</td>
      <td>
        {userName ?? t('replay:unknown')}
        {userEmail !== userName && <span className="fine">{userEmail}</span>}
      </td>
      <td>{targetResourceId === undefined ? t('replay:unknown') : targetName(targetResourceId)}</td>
      <td>{protocol === undefined ? t('common:none') : protocolText(t, protocol)}</td>
      <td className="ticking">
        {isLive && <Badge tone="good">{t('replay:live')}</Badge>}
        {!isLive && endTime !== undefined && formats.duration(Date.parse(endTime) - Date.parse(startTime))}
      </td>
      <td>
        <Link href={paths.recording(recording.id)}>
          {isLive ? t('replay:watch') : t('replay:play')}
          <span className="visually-hidden"> {recordingTitle(t, recording)}</span>
        </Link>
      </td>
    </tr>
  );
}
