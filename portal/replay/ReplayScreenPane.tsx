import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useT } from '../i18n/i18n.ts';
import type { Replay } from './createReplay.ts';

const stepMs = 5_000;

/** Where the recording is shown. Space plays and pauses, arrows go five seconds back and on. */
export function ReplayScreenPane({ replay: { screen, player } }: { replay: Replay }): ReactNode {
  const t = useT();
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = pane.current;
    if (element === null) return;
    screen.open(element);
    const observer = new ResizeObserver(() => screen.fitWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [screen]);

  function onKeyDown(event: KeyboardEvent): void {
    const { state, positionMs } = player.snapshot;
    const isPlaying = state === 'playing' || state === 'waiting';
    if (event.key === ' ' && isPlaying) player.pause();
    else if (event.key === ' ') player.play();
    else if (event.key === 'ArrowLeft') player.seek(positionMs - stepMs);
    else if (event.key === 'ArrowRight') player.seek(positionMs + stepMs);
    else return;
    event.preventDefault();
  }
  return (
    <div
      className="replay-screen"
      role="application"
      tabIndex={0}
      aria-label={t('replay:player.screen')}
      onKeyDown={onKeyDown}
    >
      <div ref={pane} className="replay-pane" />
    </div>
  );
}
