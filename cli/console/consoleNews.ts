import { type ConsoleEnd, type ConsoleSnapshot, isUp } from '../../shared/client/consoleSnapshot.ts';
import { endReasonTexts } from '../../shared/client/remarkText.ts';
import { describeFailure } from '../failure.ts';
import { formatTime } from '../output/formatTime.ts';

/** What a person must be told between two states of a console, in order. */
export function consoleNews(before: ConsoleSnapshot, after: ConsoleSnapshot): readonly string[] {
  const news = after.state === before.state ? [] : newsOfState(before, after);
  if (!isUp(after)) return news;
  return [...news, ...newsWithin(before, after)];
}

function newsOfState(before: ConsoleSnapshot, after: ConsoleSnapshot): string[] {
  switch (after.state) {
    case 'idle':
    case 'connecting':
      return [];
    case 'connected':
      return [before.state === 'reconnecting' ? 'Connected again.' : welcome(after)];
    case 'reconnecting':
      return ['The connection was lost. Reconnecting…'];
    case 'disconnected':
      return after.end === undefined ? [] : newsOfEnd(after.end);
    case 'busy':
      return newsOfBusy(after);
    case 'refused':
    case 'failed':
      return after.error === undefined ? [] : [describeFailure(after.error)];
  }
}

const welcome = ({ mode }: ConsoleSnapshot): string =>
  mode === 'operator'
    ? 'Connected. Ctrl+] opens the menu. Nothing to see? The guest waits: press Enter.'
    : 'Connected as observer: keys go nowhere. Ctrl+] opens the menu.';

function newsOfEnd({ reason, text, by, message }: ConsoleEnd): string[] {
  if (reason === 'ClosedByUser') return [];
  return [
    text,
    endReasonTexts[reason],
    by === undefined ? '' : `By ${by}.`,
    message === undefined ? '' : `Message: ${message}`,
  ].filter((line) => line !== '');
}

function newsOfBusy({ error }: ConsoleSnapshot): string[] {
  const operator = error?.operator;
  if (operator === undefined) return [error?.message ?? 'Somebody else types here.'];
  const lately = operator.isActive ? 'active within the last minutes' : 'but nothing happened lately';
  return [`${operator.name} types here since ${formatTime(operator.since)}, ${lately}.`];
}

/** What changes while a session goes on. */
function newsWithin(before: ConsoleSnapshot, after: ConsoleSnapshot): string[] {
  const news: string[] = [];
  const isSame = before.sessionId === after.sessionId && before.state !== 'connecting';
  if (isSame && before.mode !== after.mode)
    news.push(after.mode === 'operator' ? 'You type here now.' : 'You only watch now.');
  if (after.power !== before.power && (after.power === 'stopped' || before.power === 'stopped'))
    news.push(after.power === 'stopped' ? 'The machine is off.' : 'The machine has power again.');
  if (after.recording !== undefined && before.recording?.state !== after.recording.state)
    news.push(recordingTexts[after.recording.state]);
  if (after.warning !== undefined && before.warning === undefined) news.push(warningText(after.warning));
  if (after.error !== undefined && before.error !== after.error) news.push(describeFailure(after.error));
  return news;
}

const recordingTexts = {
  recording: 'What is shown here is recorded.',
  behind: 'What is shown here is recorded; the recording is behind.',
  failed: 'What is shown here is not recorded any more.',
  complete: 'The recording is complete.',
} as const;

function warningText({ reason, endsInSeconds, canStay }: NonNullable<ConsoleSnapshot['warning']>): string {
  const why = reason === 'IdleTimeout' ? 'Nothing has happened for a while' : 'This session is old';
  const stay = canStay ? ' Press a key to stay.' : '';
  return `${why}: it ends in ${endsInSeconds} seconds.${stay}`;
}
