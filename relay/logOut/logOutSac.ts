import type { GuestLine } from './guestLine.ts';

/** Esc Tab 0: back to the SAC channel from whichever is shown. */
const toSac = '\x1b\t0';
const answerMs = 2_000;
/** SAC opens no more than ten. A guest that lists a thousand would hold the line for half an hour. */
const maxChannels = 10;

/** Closes every channel but SAC's own, and with it the shell that somebody logged in to. Resolves to whether none is left. */
export async function logOutSac(line: GuestLine): Promise<boolean> {
  await line.type(toSac);
  // The last first: closing one moves no other's number.
  for (const channel of (await listChannels(line)).toReversed()) {
    await line.type(`ch -ci ${channel}\r`);
    await line.until(() => atPrompt(line), answerMs);
  }
  return (await listChannels(line)).length === 0 && atPrompt(line);
}

const atPrompt = (line: GuestLine): boolean => /SAC> *$/.test(line.said());

/** Numbers of the channels beside SAC's own, which is number 0. */
async function listChannels(line: GuestLine): Promise<readonly string[]> {
  await line.type('\rch\r');
  await line.until(() => atPrompt(line) && line.said().includes('Channel List'), answerMs);
  const listed = [...line.said().matchAll(/^[ \t]*([1-9]\d*) \([A-Z-]+\)/gm)];
  return listed.slice(0, maxChannels).map(([, number = '']) => number);
}
