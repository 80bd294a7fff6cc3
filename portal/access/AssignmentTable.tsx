import { Button } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import type { ReactNode } from 'react';
import type {
  RoleAssignmentResource,
  RoleDefinitionResource,
} from '../../shared/contracts/roleAssignment.ts';
import { DataTable } from '../components/DataTable.tsx';
import { Link } from '../components/Link.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import { ConditionText } from './ConditionText.tsx';
import { PrincipalCell } from './PrincipalCell.tsx';
import { sameScope } from './scopeName.ts';
import { nameOf, usePeople } from './usePeople.ts';
import { usePlaceText } from './usePlaceText.ts';
import { roleNameOf } from './useRoles.ts';

export type AssignmentTableProps = {
  scope: string;
  rows: readonly RoleAssignmentResource[];
  roles: readonly RoleDefinitionResource[];
  /** Why nothing can be removed here. */
  mayNotRemove: string | undefined;
  /** The same for conditions. */
  mayNotEdit: string | undefined;
  onEdit: (assignment: RoleAssignmentResource) => void;
  onRemove: (assignment: RoleAssignmentResource) => void;
};

export function AssignmentTable(props: AssignmentTableProps): ReactNode {
  const t = useT();
  const people = usePeople();
  return (
    <DataTable
      columns={[
        t('access:roles.columns.who'),
        t('access:roles.columns.type'),
        t('access:roles.columns.role'),
        t('access:roles.columns.from'),
      ]}
      actions={t('common:actions')}
    >
      {props.rows.map((row) => (
        <Row key={row.id} row={row} name={nameOf(people, row.properties.principalId)} {...props} />
      ))}
    </DataTable>
  );
}

function Row({
  row,
  name,
  scope,
  roles,
  mayNotRemove,
  mayNotEdit,
  onEdit,
  onRemove,
}: AssignmentTableProps & { row: RoleAssignmentResource; name: string | undefined }): ReactNode {
  const t = useT();
  const placeText = usePlaceText();
  const { principalId, principalType, roleDefinitionId, condition } = row.properties;
  const role = roleNameOf(roles, roleDefinitionId) ?? t('access:unknownRole');
  const isHere = sameScope(row.properties.scope, scope);
  return (
    <tr data-assignment={row.name}>
      <td>
        <PrincipalCell name={name} id={principalId} />
      </td>
      <td>{t(`access:roles.types.${typeOf(principalType)}`)}</td>
      <td>
        {role}
        {condition !== undefined && <ConditionText condition={condition} roles={roles} />}
      </td>
      <td>
        {isHere ? (
          t('access:places.here')
        ) : (
          <Above scope={row.properties.scope} text={placeText(row.properties.scope)} />
        )}
      </td>
      <td className="sticky-end">
        {isHere && mayNotEdit === undefined && (
          <Button
            appearance="subtle"
            icon={<EditRegular />}
            aria-label={t('access:roles.edit.of', { role, name: name ?? principalId })}
            onClick={() => onEdit(row)}
          />
        )}
        {isHere && mayNotRemove === undefined && (
          <Button
            appearance="subtle"
            icon={<DeleteRegular />}
            aria-label={t('access:roles.removeOf', { role, name: name ?? principalId })}
            onClick={() => onRemove(row)}
          />
        )}
      </td>
    </tr>
  );
}

/** A management group has no page: nothing of Sallyport's is asked there. */
function Above({ scope, text }: { scope: string; text: string }): ReactNode {
  if (!scope.toLowerCase().startsWith('/subscriptions/')) return text;
  return <Link href={`${paths.access(scope)}?tab=roles`}>{text}</Link>;
}

const types = ['User', 'Group', 'ServicePrincipal'] as const;
const typeOf = (text: string): (typeof types)[number] | 'other' =>
  types.find((one) => one === text) ?? 'other';
