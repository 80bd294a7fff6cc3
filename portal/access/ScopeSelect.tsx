import { Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { navigate, paths } from '../router.ts';
import { type ScopeKind, scopeKind } from './scopeName.ts';
import { useScopeName } from './usePlaceText.ts';

const kinds = [
  'subscription',
  'resourceGroup',
  'bastion',
  'machine',
  'instance',
  'resource',
] as const satisfies readonly ScopeKind[];

/** Another scope, same view. */
export function ScopeSelect({ scope, scopes }: { scope: string; scopes: readonly string[] }): ReactNode {
  const t = useT();
  const scopeName = useScopeName();
  const all = scopes.includes(scope) ? scopes : [scope, ...scopes];
  return (
    <label className="page-choice">
      {t('access:scope')}
      <Select
        value={scope}
        onChange={(_, { value }) => {
          const tab = new URLSearchParams(location.search).get('tab');
          navigate(paths.access(value) + (tab === null ? '' : `?tab=${tab}`));
        }}
      >
        {kinds.map((kind) => {
          const ofKind = all.filter((one) => scopeKind(one) === kind);
          if (ofKind.length === 0) return null;
          return (
            <optgroup key={kind} label={t(`access:kinds.${kind}`)}>
              {ofKind.map((one) => (
                <option key={one} value={one}>
                  {scopeName(one)}
                </option>
              ))}
            </optgroup>
          );
        })}
      </Select>
    </label>
  );
}
