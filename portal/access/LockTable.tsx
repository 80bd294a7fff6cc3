import { Button } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import type { ReactNode } from 'react';
import type { LockResource } from '../../shared/contracts/lock.ts';
import { DataTable } from '../components/DataTable.tsx';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { paths } from '../router.ts';
import { lockedText } from './lockedText.ts';
import { sameScope } from './scopeName.ts';
import { usePlaceText } from './usePlaceText.ts';

export type LockTableProps = {
  scope: string;
  rows: readonly LockResource[];
  isRemovable: boolean;
  onRemove: (lock: LockResource) => void;
};

export function LockTable(props: LockTableProps): ReactNode {
  const t = useT();
  return (
    <DataTable
      columns={[
        t('access:locks.columns.who'),
        t('access:locks.columns.where'),
        t('access:locks.columns.until'),
        t('access:locks.columns.reason'),
        t('access:locks.columns.by'),
      ]}
      actions={t('common:actions')}
    >
      {props.rows.map((lock) => (
        <Row key={lock.id} lock={lock} {...props} />
      ))}
    </DataTable>
  );
}

function Row({ lock, scope, isRemovable, onRemove }: LockTableProps & { lock: LockResource }): ReactNode {
  const t = useT();
  const placeText = usePlaceText();
  const formats = useFormats();
  const { expiresOn, reason, createdBy, createdOn } = lock.properties;
  const isHere = sameScope(lock.properties.scope, scope);
  return (
    <tr data-lock={lock.name}>
      <td>{lockedText(t, lock)}</td>
      <td>
        {isHere ? (
          t('access:places.here')
        ) : (
          <Link href={`${paths.access(lock.properties.scope)}?tab=locks`}>
            {placeText(lock.properties.scope)}
          </Link>
        )}
      </td>
      <td>{expiresOn === undefined ? t('access:locks.untilRemoved') : formats.dateTime(expiresOn)}</td>
      <td className="why">{reason}</td>
      <td>
        {createdBy}
        <span className="fine">{formats.dateTime(createdOn)}</span>
      </td>
      <td className="sticky-end">
        {isHere && isRemovable && (
          <Button
            appearance="subtle"
            icon={<DeleteRegular />}
            aria-label={t('access:locks.removeOf', { who: lockedText(t, lock) })}
            onClick={() => onRemove(lock)}
          />
        )}
      </td>
    </tr>
  );
}
