import { Button } from '@fluentui/react-components';
import { Component, type ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { Notice } from './Notice.tsx';

/** A fault while a page is rendered takes that page and nothing else. */
export class CrashNotice extends Component<{ children: ReactNode }, { hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError(): { hasCrashed: boolean } {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    return this.state.hasCrashed ? <Crashed /> : this.props.children;
  }
}

function Crashed(): ReactNode {
  const t = useT();
  return (
    <Notice kind="error" title={t('errors:crashTitle')}>
      <p>{t('errors:crash')}</p>
      <Button onClick={() => location.reload()}>{t('errors:reload')}</Button>
    </Notice>
  );
}
