import type { ReactNode } from 'react';

export type EmptyStateProps = {
  icon?: ReactNode;
  /** What there is not. */
  title: string;
  /** Why that may be so. */
  text?: string;
  /** The one thing to do next: a button or a link. */
  children?: ReactNode;
};

/** There is nothing to show, and what to do about it. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps): ReactNode {
  return (
    <div className="empty">
      {icon}
      <p className="empty-title">{title}</p>
      {text !== undefined && <p className="fine">{text}</p>}
      {children}
    </div>
  );
}
