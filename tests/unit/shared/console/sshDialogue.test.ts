import { expect, test } from 'vitest';
import { SshDialogue } from '../../../../shared/console/sshDialogue.ts';
import type { SshState, SshViewerFrame } from '../../../../shared/contracts/sshFrames.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';

const hostKey = { algorithm: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}` };
const login: SshState = { step: 'login', hostKey, attempts: 0, attemptsLeft: 3 };
const credential = { method: 'password', password: 'secret' } as const;

function createWorld(state: SshState) {
  const sent: SshViewerFrame[] = [];
  const clock = createManualSchedule();
  const dialogue = new SshDialogue({ send: (frame) => sent.push(frame), schedule: clock.schedule });
  dialogue.receive(state);
  return { sent, clock, dialogue };
}

test('a login is said again until the relay has heard it, and then forgotten', () => {
  const { sent, clock, dialogue } = createWorld(login);
  const frame = { kind: 'login', attempt: 1, userName: 'alice', credential, columns: 80, rows: 24 };

  dialogue.logIn('alice', credential);
  clock.runAll();
  dialogue.receive(login);
  clock.runAll();
  expect(sent).toEqual([frame, frame, frame]);

  dialogue.receive({ step: 'authenticating', attempts: 1 });

  expect(clock.delaysMs()).toEqual([]);
  expect(sent).toHaveLength(3);
});

test('a refused login is not said again, and the next one is the second attempt', () => {
  const { sent, clock, dialogue } = createWorld(login);
  dialogue.logIn('alice', credential);

  dialogue.receive({ ...login, attempts: 1, attemptsLeft: 2 });
  expect(clock.delaysMs()).toEqual([]);
  dialogue.logIn('alice', credential);

  expect(sent.map((frame) => frame.kind === 'login' && frame.attempt)).toEqual([1, 2]);
});

test('the key that is shown is the one vouched for', () => {
  const { sent, clock, dialogue } = createWorld({ step: 'hostKey', hostKey });

  dialogue.trust();
  clock.runAll();
  dialogue.receive(login);

  expect(sent).toEqual(
    Array.from({ length: 2 }, () => ({ kind: 'trust', fingerprint: hostKey.fingerprint })),
  );
  expect(clock.delaysMs()).toEqual([]);
});

test('nothing is said at a step that does not ask for it', () => {
  const { sent, dialogue } = createWorld({ step: 'connecting' });

  dialogue.trust();
  dialogue.logIn('alice', credential);
  dialogue.answer(['secret']);
  dialogue.resize({ columns: 100, rows: 40 });

  expect(sent).toEqual([]);
});

test('answers go to the question that was asked, once more if nothing follows', () => {
  const question: SshState = { step: 'prompts', attempts: 1, promptId: 2, instructions: '', prompts: [] };
  const { sent, clock, dialogue } = createWorld(question);
  const frame = { kind: 'answers', promptId: 2, answers: ['123456'] };

  dialogue.answer(['123456']);
  dialogue.receive(question);
  clock.runAll();
  dialogue.receive({ ...question, promptId: 3 });

  expect(sent).toEqual([frame, frame]);
  expect(clock.delaysMs()).toEqual([]);
});

test('a shell learns the size at once, and again with every new connection', () => {
  const { sent, dialogue } = createWorld(login);
  dialogue.resize({ columns: 100, rows: 40 });
  expect(sent).toEqual([]);

  dialogue.receive({ step: 'open', attempts: 1 });
  dialogue.resize({ columns: 120, rows: 50 });
  dialogue.receive({ step: 'open', attempts: 1 });

  expect(sent).toEqual([
    { kind: 'resize', columns: 100, rows: 40 },
    { kind: 'resize', columns: 120, rows: 50 },
    { kind: 'resize', columns: 120, rows: 50 },
  ]);
});

test('a dialogue that is over keeps no credential', () => {
  const { sent, clock, dialogue } = createWorld(login);
  dialogue.logIn('alice', credential);

  dialogue.close();
  clock.runAll();

  expect(sent).toHaveLength(1);
});
