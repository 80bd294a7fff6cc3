import { Button } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useToast } from '../components/toasts.tsx';
import { useT } from '../i18n/i18n.ts';
import { plainText } from './plainText.ts';
import type { SeekBarProps } from './SeekBar.tsx';

/** The screen as text: for screen readers, and to be copied. It holds still while it is read. */
export function ScreenText({ replay, state }: SeekBarProps): ReactNode {
  const t = useT();
  const tell = useToast();
  const [text, setText] = useState<string>();
  function read(): void {
    replay.player.pause();
    setText(replay.screen.readText().split('\n').map(plainText).join('\n').trimEnd());
  }
  const isOutdated = text !== undefined && (state.player.state === 'playing' || state.player.isSeeking);
  if (text === undefined || isOutdated) {
    return (
      <div>
        <Button appearance="subtle" size="small" onClick={read}>
          {t('replay:text.show')}
        </Button>
      </div>
    );
  }
  const copy = (): void =>
    void navigator.clipboard.writeText(text).then(() => tell('success', t('replay:text.copied')));
  return (
    <section aria-label={t('replay:text.label')} className="replay-text">
      <div className="buttons start">
        <Button size="small" onClick={copy}>
          {t('replay:text.copy')}
        </Button>
        <Button size="small" appearance="subtle" onClick={() => setText(undefined)}>
          {t('replay:text.hide')}
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and keys have to reach that. */}
      <pre dir="ltr" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
