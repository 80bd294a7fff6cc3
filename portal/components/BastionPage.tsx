import type { ReactNode } from 'react';
import { useBastions } from '../query/useBastions.ts';
import { useSearchParam } from '../router.ts';
import { BastionSelect } from './BastionSelect.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';
import { Loading } from './Loading.tsx';
import { NoBastion } from './NoBastion.tsx';
import { PageTitle } from './PageTitle.tsx';

export type BastionPageProps = {
  title: string;
  subtitle: string;
  /** What is shown of a bastion. */
  children: (bastionId: string) => ReactNode;
};

/** A page about one of the bastions that somebody may see; which one is in the address behind `?bastion=`. */
export function BastionPage({ title, subtitle, children }: BastionPageProps): ReactNode {
  const bastions = useBastions();
  const [wanted, setWanted] = useSearchParam('bastion', 'step');
  const known = bastions.data ?? [];
  const id = known.find((one) => one.id === wanted)?.id ?? known[0]?.id;
  return (
    <>
      <PageTitle title={title}>
        <p className="fine">{subtitle}</p>
        {id !== undefined && (
          <BastionSelect id={id} bastions={known} onChoose={(chosen) => setWanted(chosen)} />
        )}
      </PageTitle>
      {bastions.error !== null && (
        <ErrorNotice error={bastions.error} onTryAgain={() => bastions.refetch()} />
      )}
      {bastions.isPending && <Loading />}
      {bastions.data?.length === 0 && <NoBastion />}
      {id !== undefined && children(id)}
    </>
  );
}
