import { Button, Select, Switch } from '@fluentui/react-components';
import { LiveRegular } from '@fluentui/react-icons/svg/live';
import { PauseRegular } from '@fluentui/react-icons/svg/pause';
import { PlayRegular } from '@fluentui/react-icons/svg/play';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { clockText } from './clockText.ts';
import { type Speed, speeds } from './player.ts';
import { SeekBar, type SeekBarProps } from './SeekBar.tsx';

export function ReplayControls({ replay, state }: SeekBarProps): ReactNode {
  const t = useT();
  const { player } = replay;
  const { speed, skipsSilence, positionMs, endMs } = state.player;
  const isPlaying = state.player.state === 'playing' || state.player.state === 'waiting';
  const isGrowing = state.feed.phase === 'growing';
  return (
    <div className="replay-controls">
      <SeekBar replay={replay} state={state} />
      <div className="replay-buttons">
        <Button
          appearance="primary"
          icon={isPlaying ? <PauseRegular /> : <PlayRegular />}
          onClick={() => (isPlaying ? player.pause() : player.play())}
        >
          {isPlaying ? t('replay:player.pause') : t('replay:player.play')}
        </Button>
        <span className="replay-clock">
          {clockText(positionMs)} / {clockText(endMs)}
        </span>
        {isGrowing && (
          <Button
            icon={<LiveRegular />}
            disabled={state.player.state === 'waiting'}
            onClick={() => {
              player.seek(endMs);
              player.play();
            }}
          >
            {t('replay:player.live')}
          </Button>
        )}
        <label className="replay-speed">
          {t('replay:player.speed')}
          <Select value={String(speed)} onChange={(_, { value }) => player.setSpeed(Number(value) as Speed)}>
            {speeds.map((one) => (
              <option key={one} value={one}>
                {t('replay:player.times', { speed: one })}
              </option>
            ))}
          </Select>
        </label>
        <Switch
          checked={skipsSilence}
          label={t('replay:player.skipSilence')}
          onChange={(_, { checked }) => player.skipSilence(checked)}
        />
      </div>
    </div>
  );
}
