import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeBytes,
  encodeInput,
  encodeOutput,
  noticeFrame,
  viewerFrame,
} from '../../shared/contracts/frames.ts';
import { sshViewerFrame } from '../../shared/contracts/sshFrames.ts';
import { createConsoleWorld, heal } from '../support/consoleWorld.ts';
import { anyText, fuzz } from '../support/fuzz.ts';

const toBuffer = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;
const bytes = fc.uint8Array({ maxLength: 80 }).map(toBuffer);
const number = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.maxSafeNat(),
  fc.double(),
  fc.integer(),
  fc.constantFrom(2 ** 53, -0, 1e308),
);
/** As clients write them, and nearly so. */
const byteFrame = fc
  .tuple(
    fc.constantFrom(encodeInput, encodeOutput),
    fc.oneof(fc.integer({ min: 0, max: 40 }), fc.maxSafeNat()),
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(new Uint8Array(4_096), new Uint8Array(4_097), new Uint8Array(100_000)),
    ),
  )
  .map(([encode, position, data]) => encode(position, data));
const value = fc.oneof(
  number,
  anyText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, undefined, [], {}),
);
const kinds = [
  'resume',
  'received',
  'trust',
  'login',
  'answers',
  'resize',
  'ack',
  'attached',
  'gap',
  'operator',
  'warning',
  'disconnected',
  'ssh',
  'power',
  'error',
];
const jsonFrame = fc
  .tuple(
    fc.constantFrom(...kinds),
    fc.dictionary(
      fc.constantFrom(
        'offset',
        'from',
        'to',
        'end',
        'epoch',
        'mode',
        'power',
        'sequence',
        'inputSequence',
        'windowBytes',
        'userName',
        'credential',
        'columns',
        'rows',
        'answers',
        'promptId',
        'kind',
        '__proto__',
      ),
      fc.oneof(number, value),
      { maxKeys: 6 },
    ),
  )
  .map(([kind, rest]) => ({ kind, ...rest }));
const anything = fc.oneof(
  { weight: 4, arbitrary: byteFrame },
  { weight: 4, arbitrary: jsonFrame },
  bytes,
  value,
);

const casesPerWorld = 200;

test('A6a A28 nothing that a client sends stops its relay or costs output', async () => {
  let world = createConsoleWorld();
  let cases = 0;

  await fuzz('client frames', anything, async (frame) => {
    cases += 1;
    if (cases % casesPerWorld === 0) {
      world = createConsoleWorld();
    }
    if (cases % casesPerWorld <= 1) world.relay.viewers.attach(world.session);
    const decoded = frame instanceof ArrayBuffer ? decodeBytes(frame) : undefined;

    world.relay.viewers.receive(world.groups.up, frame);
    world.relay.viewers.receive('up-of-somebody-else', frame);
    world.port.print('.');
    if (cases % 20 === 0) await world.settle();

    if (decoded?.kind === 'input') expect(decoded.bytes.length).toBeLessThanOrEqual(4_096);
    world.down.clear();
  });

  await world.settle();
  world.relay.viewers.attach(world.session);
  world.relay.viewers.receive(world.groups.up, { kind: 'resume', offset: 0 });
  await world.settle();
  expect(world.down.deliverAll()).toBe(true);
  expect(world.shown()).toMatch(/^\.+$/);
});

test('A28 a frame of bytes is read as what was written, and anything else not at all', async () => {
  await fuzz('byte frames', fc.oneof(bytes, byteFrame), (buffer) => {
    const frame = decodeBytes(buffer);
    if (frame === undefined) return;
    const position = frame.kind === 'output' ? frame.offset : frame.sequence;
    const again = (frame.kind === 'output' ? encodeOutput : encodeInput)(position, frame.bytes);
    expect(Buffer.from(again).equals(Buffer.from(buffer))).toBe(true);
  });
});

test('what is no frame is told as no frame, in whichever direction', async () => {
  await fuzz('json frames', anything, (frame) => {
    for (const schema of [viewerFrame, sshViewerFrame, noticeFrame]) schema.safeParse(frame);
  });
});

test('nothing that comes down to a viewer makes it show what is no output, or stop', async () => {
  let world = createConsoleWorld();
  let cases = 0;
  await fuzz('relay frames', fc.tuple(fc.constantFrom('live', 'down', 'other'), anything), ([way, frame]) => {
    cases += 1;
    if (cases % casesPerWorld === 0) world = createConsoleWorld();
    const before = world.seen.length;
    world.viewer.receive(
      way === 'other' ? 'live-of-somebody-else' : world.groups[way as 'live' | 'down'],
      frame as never,
    );
    world.up.clear();
    if (way === 'other') expect(world.seen.length).toBe(before);
  });
});

const controls = fc.constantFrom(
  '\u001b[6n',
  '\u001b[c',
  '\u001bP$q"p\u001b\\\\',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u001b]8;;javascript:alert(1)\u0007x\u001b]8;;\u0007',
  '\u001b[2147483647b',
  '\u001b[?1049h',
  '\u001b(0',
  '\u009b31m',
  '\u001bc',
  '\u0000',
);
const guestOutput = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.array(controls, { maxLength: 20 }).map((all) => Buffer.from(all.join(''))),
);

test('A20 whatever a guest writes is kept and shown byte for byte', async () => {
  let world = createConsoleWorld();
  let written: Uint8Array[] = [];
  let cases = 0;
  const compare = async () => {
    world.relay.viewers.attach(world.session);
    await heal(world);
    const shown = world.seen.map((one) => (one.kind === 'bytes' ? one.bytes : Buffer.from('gap')));
    expect(Buffer.concat(shown).equals(Buffer.concat(written))).toBe(true);
  };

  await fuzz('guest output', guestOutput, async (output) => {
    cases += 1;
    world.port.print(output);
    written.push(output);
    if (cases % casesPerWorld !== 0) return;
    await compare();
    world = createConsoleWorld();
    written = [];
  });
});
