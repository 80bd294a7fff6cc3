import { Button } from '@fluentui/react-components';
import { type ReactElement, type ReactNode, useId } from 'react';
import { WhyNot } from './WhyNot.tsx';

export type GuardedButtonProps = {
  /** Why it may not be done; undefined where it may. */
  mayNot: string | undefined;
  scope: string;
  action: string;
  icon?: ReactElement;
  onClick: () => void;
  children: ReactNode;
};

/** What needs a right. Without it the button can still be reached, does nothing, and beside it stands what decides. */
export function GuardedButton(props: GuardedButtonProps): ReactNode {
  const { mayNot, scope, action, icon, onClick, children } = props;
  const reasonId = useId();
  const isRefused = mayNot !== undefined;
  return (
    <>
      <Button
        appearance="primary"
        disabledFocusable={isRefused}
        onClick={onClick}
        {...(icon === undefined ? {} : { icon })}
        {...(isRefused ? { 'aria-describedby': reasonId } : {})}
      >
        {children}
      </Button>
      {isRefused && (
        <span className="why-not">
          <span id={reasonId} className="visually-hidden">
            {mayNot}
          </span>
          <WhyNot scope={scope} action={action} />
        </span>
      )}
    </>
  );
}
