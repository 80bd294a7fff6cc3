import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactNode } from 'react';

export type NoticeProps = {
  kind: 'info' | 'success' | 'warning' | 'error';
  title?: string;
  children?: ReactNode;
};

/** A message in the page. Errors interrupt a screen reader, everything else waits its turn. */
export function Notice({ kind, title, children }: NoticeProps): ReactNode {
  return (
    <div role={kind === 'error' ? 'alert' : 'status'}>
      <MessageBar className="notice" intent={kind} layout="multiline">
        <MessageBarBody className="notice-body">
          {title !== undefined && <MessageBarTitle>{title}</MessageBarTitle>}
          {children}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
