import { describe, expect, test } from 'vitest';
import { createConsoleViewer } from '../../../../shared/console/consoleViewer.ts';
import {
  decodeBytes,
  encodeInput,
  encodeOutput,
  type NoticeFrame,
  type ViewerFrame,
} from '../../../../shared/contracts/frames.ts';
import { limits } from '../../../../shared/contracts/limits.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';

type Attached = Extract<NoticeFrame, { kind: 'attached' }>;
const attached = (more: Partial<Attached> = {}): Attached => ({
  kind: 'attached',
  epoch: 'e1',
  from: 0,
  to: 0,
  end: 0,
  inputSequence: 0,
  mode: 'operator',
  power: 'running',
  ...more,
});
const encoder = new TextEncoder();

function createWorld(startOffset?: number) {
  const groups = { live: 'live-p', down: 'down-s', up: 'up-s' };
  const clock = createManualSchedule();
  const sent: string[] = [];
  const shown: string[] = [];
  const notices: NoticeFrame[] = [];
  const describeSent = (data: ArrayBuffer | ViewerFrame): string => {
    if (!(data instanceof ArrayBuffer)) return `${data.kind} ${data.offset}`;
    const frame = decodeBytes(data);
    if (frame?.kind !== 'input') return 'not input';
    return frame.bytes.length > 20
      ? `input ${frame.sequence}: ${frame.bytes.length} bytes`
      : `input ${frame.sequence}: ${String(Buffer.from(frame.bytes))}`;
  };
  const viewer = createConsoleViewer({
    groups,
    startOffset,
    send: (group, data) => void sent.push(group === groups.up ? describeSent(data) : `to ${group}`),
    onOutput: (bytes, offset) => void shown.push(`${offset}:${String(Buffer.from(bytes))}`),
    onNotice: (notice) => void notices.push(notice),
    schedule: clock.schedule,
  });
  return {
    viewer,
    clock,
    sent,
    shown,
    notices,
    live: (offset: number, text: string) =>
      viewer.receive('live-p', encodeOutput(offset, encoder.encode(text))),
    down: (offset: number, text: string) =>
      viewer.receive('down-s', encodeOutput(offset, encoder.encode(text))),
    notice: (notice: NoticeFrame) => viewer.receive('down-s', notice),
    type: (text: string) => viewer.type(encoder.encode(text)),
    takeSent: () => sent.splice(0),
  };
}

/** A viewer that is connected and has seen everything so far. */
function createAttachedWorld(more: Partial<Attached> = {}) {
  const world = createWorld();
  world.viewer.connected();
  world.notice(attached(more));
  world.takeSent();
  return world;
}

describe('output', () => {
  test('a viewer that goes on from elsewhere asks from there, until the relay has answered', () => {
    const { viewer, sent, clock, shown, down, notice } = createWorld(40);

    viewer.connected();
    clock.runAll();
    notice(attached({ from: 40, to: 43, end: 43 }));
    down(40, 'abc');

    expect(sent).toEqual(['resume 40', 'resume 40']);
    expect(shown).toEqual(['40:abc']);
  });

  test('a fresh viewer asks without an offset and shows the replay, then what came live meanwhile', () => {
    const { viewer, sent, shown, live, down, notice } = createWorld();
    viewer.connected();
    live(8, 'live');

    notice(attached({ from: 2, to: 8, end: 8 }));
    down(2, 'replay');

    expect(sent).toEqual(['resume null']);
    expect(shown).toEqual(['2:replay', '8:live']);
    expect(viewer.offset).toBe(12);
  });

  test('an overlap is trimmed and a repetition dropped', () => {
    const { shown, live, down } = createAttachedWorld();

    live(0, 'abc');
    down(0, 'abcdef');
    live(3, 'def');

    expect(shown).toEqual(['0:abc', '3:def']);
  });

  test('early frames at one offset are joined', () => {
    const { shown, live } = createAttachedWorld();

    live(2, 'cd');
    live(2, 'cdef');
    live(2, 'c');
    live(0, 'ab');

    expect(shown).toEqual(['0:ab', '2:cd', '4:ef']);
  });

  test('a hole is asked for at once, and not again while the answer comes', () => {
    const { viewer, clock, sent, shown, live, down, notice } = createAttachedWorld();
    live(0, 'ab');

    live(4, 'ef');
    live(6, 'gh');
    notice(attached({ from: 2, to: 8, end: 8 }));
    down(2, 'c');
    clock.runAll();
    down(3, 'd');

    expect(sent).toEqual(['resume 2']);
    expect(shown).toEqual(['0:ab', '2:c', '3:d', '4:ef', '6:gh']);
    expect([viewer.offset, clock.delaysMs()]).toEqual([8, []]);
  });

  test('a question without an answer is asked again, ever more slowly', () => {
    const { clock, sent, live } = createAttachedWorld();
    live(4, 'ef');
    const delays: number[] = [];

    for (let round = 0; round < 5; round += 1) {
      delays.push(...clock.delaysMs());
      clock.runAll();
    }

    expect(sent).toEqual(Array.from({ length: 6 }, () => 'resume 0'));
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  test('an empty frame beyond what was seen tells of a loss', () => {
    const { sent, live } = createAttachedWorld();
    live(0, 'ab');

    live(2, '');
    expect(sent).toEqual([]);
    live(5, '');

    expect(sent).toEqual(['resume 2']);
  });

  test('a replay that stops before the end is followed by a question for the rest', () => {
    const { sent, shown, down, notice } = createAttachedWorld();

    notice(attached({ from: 0, to: 3, end: 6 }));
    down(0, 'abc');
    notice(attached({ from: 3, to: 6, end: 6 }));
    down(3, 'def');

    expect(sent).toEqual(['resume 3']);
    expect(shown).toEqual(['0:abc', '3:def']);
  });

  test('bytes that are gone are told once and the rest is shown', () => {
    const { notices, shown, live, notice } = createAttachedWorld();
    live(0, 'ab');
    live(9, 'z');

    notice({ kind: 'gap', from: 2, to: 9 });
    notice({ kind: 'gap', from: 2, to: 9 });

    expect(notices.slice(1)).toEqual([{ kind: 'gap', from: 2, to: 9 }]);
    expect(shown).toEqual(['0:ab', '9:z']);
  });

  test('only the part of a gap that was not shown is told, and one behind a hole has to wait', () => {
    const { notices, live, notice } = createAttachedWorld();
    live(0, 'abcd');

    notice({ kind: 'gap', from: 2, to: 6 });
    notice({ kind: 'gap', from: 8, to: 9 });

    expect(notices.slice(1)).toEqual([{ kind: 'gap', from: 4, to: 6 }]);
  });

  test('a viewer that wanted bytes which are gone is told so at its start', () => {
    const { viewer, notices, shown, down, notice } = createWorld();
    viewer.connected();

    notice(attached({ from: 0, to: 6, end: 6 }));
    notice({ kind: 'gap', from: 0, to: 5 });
    down(5, 'x');

    expect(notices.at(-1)).toEqual({ kind: 'gap', from: 0, to: 5 });
    expect(shown).toEqual(['5:x']);
  });

  test('a gap that overtakes the answer is where a fresh viewer begins', () => {
    const { viewer, shown, down, notice } = createWorld();
    viewer.connected();

    notice({ kind: 'gap', from: 0, to: 5 });
    down(5, 'x');

    expect(shown).toEqual(['5:x']);
  });

  test('a flood while a hole is open is held within bounds and asked for later', () => {
    const { viewer, sent, live, down, notice, takeSent } = createAttachedWorld();
    const frame = 'x'.repeat(limits.maxOutputBytes);
    for (let index = 0; index < 100; index += 1) live(1 + index * frame.length, frame);
    takeSent();

    notice(attached({ from: 0, to: 1, end: 1 }));
    down(0, 'y');

    expect(viewer.offset).toBe(1 + 64 * frame.length);
    expect(sent).toEqual([]);
    live(1 + 100 * frame.length, frame);
    expect(sent).toEqual([]);
  });

  test('a relay that lost its journal is followed in its new numbering', () => {
    const { sent, shown, live, down, notice, type, takeSent } = createAttachedWorld();
    live(0, 'old output');
    type('lost');
    takeSent();

    notice(attached({ epoch: 'e2', from: 0, to: 3, end: 3 }));
    down(0, 'new');
    type('x');

    expect(shown).toEqual(['0:old output', '0:new']);
    expect(sent).toEqual(['input 1: x']);
  });

  test('nobody else on the live group can end a session or move its offset', () => {
    const { viewer, notices } = createAttachedWorld();

    viewer.receive('live-p', { kind: 'gap', from: 0, to: 9 });
    viewer.receive('live-p', { kind: 'disconnected', reason: 'TakenOver', text: '' });
    viewer.receive('live-p', { kind: 'power', power: 'stopped' });
    viewer.receive('elsewhere', encodeOutput(0, encoder.encode('x')));
    viewer.receive('down-s', encodeInput(1, encoder.encode('x')));
    viewer.receive('down-s', { kind: 'unheard of' });
    viewer.receive('down-s', new ArrayBuffer(3));

    expect([viewer.offset, notices.slice(1)]).toEqual([0, [{ kind: 'power', power: 'stopped' }]]);
  });
});

describe('input', () => {
  test('nothing is sent before the relay has said which sequence comes next', () => {
    const { viewer, notice, sent, type } = createWorld();
    viewer.connected();
    type('early ');
    type('bird');
    expect(sent).toEqual(['resume null']);

    notice(attached({ inputSequence: 41 }));

    expect(sent).toEqual(['resume null', 'input 42: early bird']);
    expect(viewer.pendingInputBytes).toBe(10);
  });

  test('a paste is cut into frames, and few are under way at a time', () => {
    const { viewer, sent, notice } = createAttachedWorld();

    viewer.type(new Uint8Array(limits.maxInputBytes * 17 + 30));
    expect(sent).toHaveLength(16);
    notice({ kind: 'ack', sequence: 2 });

    expect(sent.slice(15)).toEqual(['input 16: 4096 bytes', 'input 17: 4096 bytes', 'input 18: 30 bytes']);
  });

  test('the typed bytes may be reused by their owner', () => {
    const { viewer, sent, notice } = createWorld();
    viewer.connected();
    const bytes = encoder.encode('ab');
    viewer.type(bytes);
    bytes.fill(0x78);

    notice(attached());

    expect(sent.at(-1)).toBe('input 1: ab');
  });

  test('what is not acknowledged goes again, in order and ever more slowly, until it is', () => {
    const { clock, sent, viewer, notice, type, takeSent } = createAttachedWorld();
    type('a');
    type('b');
    takeSent();

    expect(clock.delaysMs()).toEqual([1_000]);
    clock.runAll();
    expect(clock.delaysMs()).toEqual([2_000]);
    expect(takeSent()).toEqual(['input 1: a', 'input 2: b']);
    notice({ kind: 'ack', sequence: 1 });
    expect(clock.delaysMs()).toEqual([1_000]);
    clock.runAll();
    expect(sent).toEqual(['input 2: b']);
    notice({ kind: 'ack', sequence: 2 });

    expect([viewer.pendingInputBytes, clock.delaysMs()]).toEqual([0, []]);
  });

  test('after a reconnect only what the relay does not have is sent again, and nothing before it answered', () => {
    const { viewer, sent, notice, type, takeSent } = createAttachedWorld();
    for (const text of ['a', 'b', 'c']) type(text);
    takeSent();

    viewer.connected();
    type('d');
    expect(takeSent()).toEqual(['resume 0']);
    notice(attached({ inputSequence: 2 }));

    expect(sent).toEqual(['input 3: c', 'input 4: d']);
  });

  test('an answer on the same connection sends nothing twice', () => {
    const { sent, notice, type } = createAttachedWorld();
    type('a');

    notice(attached({ inputSequence: 0 }));
    notice({ kind: 'ack', sequence: 0 });

    expect(sent).toEqual(['input 1: a']);
  });

  test('an observer never sends input', () => {
    const { viewer, clock, sent, notice, type } = createWorld();
    viewer.connected();
    type('before');
    notice(attached({ mode: 'observer' }));

    type('after');
    notice(attached({ mode: 'observer', inputSequence: 3 }));
    clock.runAll();

    expect(sent).toEqual(['resume null']);
    expect(viewer.pendingInputBytes).toBe(0);
  });

  test('who becomes an observer sends nothing that waited; who may type again goes on where the relay stands', () => {
    const { viewer, clock, sent, notice, type, takeSent } = createAttachedWorld();
    for (const text of ['a', 'b']) type(text);
    takeSent();

    notice(attached({ mode: 'observer', inputSequence: 1 }));
    type('lost');
    clock.runAll();
    viewer.allowInput();
    type('c');
    viewer.connected();
    notice(attached({ inputSequence: 1 }));
    type('d');

    expect(sent).toEqual(['resume 0', 'input 2: c', 'input 3: d']);
  });

  test('everybody is told on the live group who types, and nothing there moves an offset', () => {
    const { viewer, notices } = createAttachedWorld();
    const operator = { kind: 'operator', operator: null } as const;

    viewer.receive('live-p', operator);
    viewer.receive('live-p', attached({ mode: 'observer', from: 7 }));

    expect(notices.at(-1)).toEqual(operator);
    expect(viewer.offset).toBe(0);
  });

  test('typing nothing sends nothing', () => {
    const { sent, type } = createAttachedWorld();

    type('');

    expect(sent).toEqual([]);
  });
});

describe('the end', () => {
  test('after disconnected nothing is sent or shown any more', () => {
    const { viewer, clock, notices, sent, shown, live, notice, type, takeSent } = createAttachedWorld();
    type('a');
    live(5, 'hole');
    takeSent();

    notice({
      kind: 'disconnected',
      reason: 'DisconnectedByAdministrator',
      text: 'You have been disconnected',
    });
    live(0, 'x');
    type('b');
    viewer.connected();
    clock.runAll();

    expect([sent, shown, clock.delaysMs()]).toEqual([[], [], []]);
    expect(notices.at(-1)).toMatchObject({ kind: 'disconnected' });
  });

  test('closing cancels every timer', () => {
    const { viewer, clock, live, type } = createAttachedWorld();
    type('a');
    live(5, 'hole');

    viewer.close();

    expect(clock.delaysMs()).toEqual([]);
  });
});

test('where the relay waits for it, the viewer says what has arrived, now and then and when it is asked', () => {
  const world = createWorld();
  world.viewer.connected();
  world.notice(attached({ windowBytes: 80 }));
  const piece = (offset: number, length: number) => world.down(offset, 'x'.repeat(length));
  world.sent.length = 0;

  piece(0, 9);
  expect(world.sent).toEqual([]);
  piece(9, 1);
  piece(10, 3);
  expect(world.sent).toEqual(['received 10']);
  piece(13, 0);

  expect(world.sent).toEqual(['received 10', 'received 13']);
});

test('a serial port waits for nobody, and is told nothing', () => {
  const world = createWorld();
  world.viewer.connected();
  world.notice(attached());
  world.sent.length = 0;

  world.down(0, 'x'.repeat(10_000));
  world.down(10_000, '');

  expect(world.sent).toEqual([]);
});
