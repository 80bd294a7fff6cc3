import { type ReactNode, useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { DecisionList } from './DecisionList.tsx';
import { PersonField } from './PersonField.tsx';
import { useDecisions } from './useDecisions.ts';
import type { Person } from './usePeople.ts';

/** What somebody else may do here, and why. */
export function CheckAccess({ scope }: { scope: string }): ReactNode {
  const t = useT();
  const [person, setPerson] = useState<Person>();
  return (
    <section aria-label={t('access:tabs.check')}>
      <p>{t('access:check.intro')}</p>
      <div className="narrow-field">
        <PersonField label={t('access:check.person')} onChange={setPerson} />
      </div>
      {person !== undefined && <Found key={person.principalId} scope={scope} person={person} />}
    </section>
  );
}

function Found({ scope, person }: { scope: string; person: Person }): ReactNode {
  const t = useT();
  const { principalId } = person;
  const { data, error, isPending, refetch } = useDecisions(scope, { principalId });
  if (error !== null) return <ErrorNotice error={error} onTryAgain={() => refetch()} />;
  if (isPending) return <Loading />;
  const name = person.name === '' ? principalId : person.name;
  return <DecisionList label={t('access:check.result', { name })} decided={data.decided} />;
}
