import { Button, Spinner } from '@fluentui/react-components';
import { type MouseEvent, type ReactNode, useEffect, useState } from 'react';
import { useT } from '../i18n/i18n.ts';
import { isFocusLost } from './isFocusLost.ts';

/** So that somebody sees that it was tried, even where the same error is back at once. */
const shownMs = 500;

/** Asks again, and shows that it does until there is an answer: `onTryAgain` resolves with that. */
export function TryAgainButton({ onTryAgain }: { onTryAgain: () => unknown }): ReactNode {
  const t = useT();
  /** What the button is in, while it is busy. */
  const [place, setPlace] = useState<HTMLElement>();
  const isTrying = place !== undefined;
  useFocusAfter(place);

  async function tryAgain({ currentTarget }: MouseEvent<HTMLElement>): Promise<void> {
    if (isTrying) return;
    setPlace(currentTarget.closest<HTMLElement>('[role=dialog], #content') ?? document.body);
    const shown = new Promise((resolve) => setTimeout(resolve, shownMs));
    await Promise.allSettled([onTryAgain(), shown]);
    setPlace(undefined);
  }
  return (
    <Button
      disabledFocusable={isTrying}
      onClick={(event: MouseEvent<HTMLElement>) => void tryAgain(event)}
      {...(isTrying ? { icon: <Spinner size="tiny" /> } : {})}
    >
      {isTrying ? t('errors:tryingAgain') : t('errors:tryAgain')}
    </Button>
  );
}

/** Where it helped the button goes with its error, and whoever pressed it would be nowhere. */
function useFocusAfter(place: HTMLElement | undefined): void {
  useEffect(() => {
    if (place === undefined) return undefined;
    return () => {
      if (isFocusLost()) place.focus();
    };
  }, [place]);
}
