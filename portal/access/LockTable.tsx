import { Button } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import type { ReactNode } from 'react';
import type { LockResource } from '../../shared/contracts/lock.ts';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { paths } from '../router.ts';
import { placeText } from './decisionText.ts';
import { lockedText } from './lockedText.ts';
import { sameScope } from './scopeName.ts';

export type LockTableProps = {
  scope: string;
  rows: readonly LockResource[];
  isRemovable: boolean;
  onRemove: (lock: LockResource) => void;
};

export function LockTable(props: LockTableProps): ReactNode {
  const t = useT();
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('access:locks.columns.who')}</th>
            <th scope="col">{t('access:locks.columns.where')}</th>
            <th scope="col">{t('access:locks.columns.until')}</th>
            <th scope="col">{t('access:locks.columns.reason')}</th>
            <th scope="col">{t('access:locks.columns.by')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('common:actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((lock) => (
            <Row key={lock.id} lock={lock} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ lock, scope, isRemovable, onRemove }: LockTableProps & { lock: LockResource }): ReactNode {
  const t = useT();
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
            {placeText(t, lock.properties.scope)}
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
