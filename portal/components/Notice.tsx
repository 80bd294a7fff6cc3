import type { ReactNode } from 'react';

export type NoticeProps = {
  kind: 'info' | 'warning' | 'error';
  title?: string;
  children?: ReactNode;
};

/** A message in the page. Errors interrupt a screen reader, everything else waits its turn. */
export function Notice({ kind, title, children }: NoticeProps): ReactNode {
  return (
    <div className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </div>
  );
}
