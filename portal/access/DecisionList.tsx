import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { DismissCircleFilled } from '@fluentui/react-icons/svg/dismiss-circle';
import type { ReactNode } from 'react';
import type { AccessDecisionRow } from '../../shared/contracts/access.ts';
import { useT } from '../i18n/i18n.ts';
import type { Capability } from './capabilities.ts';
import { decisionText, missedText } from './decisionText.ts';
import { nameOf, usePeople } from './usePeople.ts';
import { type PlaceText, usePlaceText } from './usePlaceText.ts';

export type Decided = {
  /** Undefined for an action that has no words here. */
  readonly capability: Capability | undefined;
  readonly decision: AccessDecisionRow;
};

/** What one may and may not do, and what decides each. */
export function DecisionList({ label, decided }: { label: string; decided: readonly Decided[] }): ReactNode {
  return (
    <ul className="decisions" aria-label={label}>
      {decided.map((one) => (
        <Decision key={one.decision.action} {...one} />
      ))}
    </ul>
  );
}

function Decision({ capability, decision }: Decided): ReactNode {
  const t = useT();
  const people = usePeople();
  const names = { place: usePlaceText(), person: (id: string) => nameOf(people, id) };
  const { allowed, action } = decision;
  const Icon = allowed ? CheckmarkCircleFilled : DismissCircleFilled;
  return (
    <li className={allowed ? 'decision may' : 'decision may-not'} data-action={action}>
      <Icon fontSize={20} aria-hidden="true" />
      <div>
        <p>
          <strong>{capability === undefined ? action : t(`access:capabilities.${capability}`)}</strong>{' '}
          <span className="decision-word">{allowed ? t('access:may') : t('access:mayNot')}</span>
        </p>
        <p className="fine">{decisionText(t, decision, names)}</p>
        {!allowed && <Remedy decision={decision} place={names.place} />}
      </div>
    </li>
  );
}

/** What is missing, the narrowest role that has it, and the roles that come near and do not help. */
function Remedy({ decision, place }: { decision: AccessDecisionRow; place: PlaceText }): ReactNode {
  const t = useT();
  const { action, smallestRole, missed = [] } = decision;
  return (
    <>
      <p className="fine">
        {t('access:needs')} <code>{action}</code>
      </p>
      {smallestRole !== undefined && (
        <p className="fine">{t('access:smallestRole', { role: smallestRole.roleName })}</p>
      )}
      {missed.length > 0 && (
        <details>
          <summary>{t('access:missedLabel', { count: missed.length })}</summary>
          <ul className="fine">
            {missed.map((one) => (
              <li key={one.roleAssignmentId}>{missedText(t, one, { place })}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
