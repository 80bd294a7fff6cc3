import type { ReactNode } from 'react';
import { CheckAccess } from '../access/CheckAccess.tsx';
import { Locks } from '../access/Locks.tsx';
import { MyAccess } from '../access/MyAccess.tsx';
import { RoleAssignments } from '../access/RoleAssignments.tsx';
import { ScopeSelect } from '../access/ScopeSelect.tsx';
import { usePlaceText } from '../access/usePlaceText.ts';
import { useScopes } from '../access/useScopes.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { Tabs } from '../components/Tabs.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths, useSearchParam } from '../router.ts';

const tabs = ['mine', 'check', 'roles', 'locks'] as const;
type Tab = (typeof tabs)[number];

const views: Readonly<Record<Tab, (props: { scope: string }) => ReactNode>> = {
  mine: MyAccess,
  check: CheckAccess,
  roles: RoleAssignments,
  locks: Locks,
};

/** What one may do at a scope and why, who else may, and who is locked out. Without a scope in the address: the first. */
export function AccessPage({ scope: wanted }: { scope: string | undefined }): ReactNode {
  const t = useT();
  const placeText = usePlaceText();
  const { scopes, error } = useScopes();
  const scope = wanted ?? scopes?.[0];
  const title = scope === undefined ? t('access:title') : t('access:titleOf', { place: placeText(scope) });
  return (
    <>
      <PageTitle
        title={title}
        {...(scope === undefined ? {} : { crumb: placeText(scope) })}
        above={wanted === undefined ? [] : [{ href: paths.access(), label: t('access:title') }]}
      >
        {scope !== undefined && <ScopeSelect scope={scope} scopes={scopes ?? []} />}
      </PageTitle>
      {error !== undefined && scope === undefined && <ErrorNotice error={error} />}
      {scope === undefined && scopes === undefined && <Loading />}
      {scopes?.length === 0 && wanted === undefined && error === undefined && (
        <EmptyState title={t('access:nothing.title')} text={t('access:nothing.text')} />
      )}
      {scope !== undefined && <Views key={scope} scope={scope} />}
    </>
  );
}

function Views({ scope }: { scope: string }): ReactNode {
  const t = useT();
  const [text, setTab] = useSearchParam('tab', 'step');
  const chosen = tabs.find((one) => one === text) ?? 'mine';
  const View = views[chosen];
  return (
    <>
      <Tabs
        label={t('access:tabs.label')}
        tabs={tabs.map((id) => ({ id, label: t(`access:tabs.${id}`) }))}
        chosen={chosen}
        onChoose={(tab) => setTab(tab)}
      />
      <View scope={scope} />
    </>
  );
}
