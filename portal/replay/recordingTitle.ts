import { targetName } from '../../shared/client/armResources.ts';
import type { RecordingResource } from '../../shared/contracts/recording.ts';
import type { Translate } from '../i18n/i18n.ts';

/** Who was recorded on what. A session that the history has forgotten has a name no more. */
export function recordingTitle(t: Translate, recording: RecordingResource | undefined): string {
  const { userName, targetResourceId } = recording?.properties ?? {};
  if (userName === undefined || targetResourceId === undefined) return t('replay:oneTitle');
  return t('replay:titleOf', { user: userName, target: targetName(targetResourceId) });
}
