import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ConsoleWorld, createConsoleWorld, heal, type Seen } from '../../support/consoleWorld.ts';

type Step =
  | { readonly do: 'print' | 'type'; readonly size: number }
  | { readonly do: 'deliver' | 'repeat' | 'lose'; readonly way: 'up' | 'down'; readonly index: number }
  | { readonly do: 'timers' | 'beat' | 'reconnect' | 'restart' };

const index = fc.nat({ max: 40 });
const way = fc.constantFrom('up', 'down');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('print'), size: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('type'), size: fc.integer({ min: 1, max: 9_000 }) }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constantFrom('deliver', 'repeat', 'lose'), way, index }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('timers', 'beat', 'reconnect', 'restart') }) },
) as fc.Arbitrary<Step>;

type Told = { printed: string; typed: string };

const letters = (from: number, size: number): string =>
  Array.from({ length: size }, (_, place) => String.fromCharCode(97 + ((from + place) % 23))).join('');

async function take(world: ConsoleWorld, told: Told, one: Step): Promise<void> {
  if (one.do === 'print') {
    const text = letters(told.printed.length, one.size);
    told.printed += text;
    world.port.print(text);
  } else if (one.do === 'type') {
    const text = letters(told.typed.length, one.size);
    told.typed += text;
    world.viewer.type(Buffer.from(text));
  } else if (one.do === 'deliver' || one.do === 'repeat') {
    world[one.way].deliver(one.index, one.do === 'repeat');
  } else if (one.do === 'lose') {
    world[one.way].drop(one.index);
  } else if (one.do === 'timers') {
    world.clock.runAll();
  } else if (one.do === 'beat') {
    world.beat();
  } else if (one.do === 'restart') {
    world.restartRelay();
  } else {
    world.down.clear();
    world.viewer.connected();
  }
  await world.settle();
}

async function run(world: ConsoleWorld, steps: readonly Step[]): Promise<Told> {
  const told = { printed: '', typed: '' };
  world.viewer.connected();
  world.relay.viewers.attach(world.session);
  for (const one of steps) await take(world, told, one);
  world.restartRelay();
  world.beat();
  await heal(world);
  return told;
}

/** Every byte once and in order, or a gap that covers nothing but bytes that are gone. */
function expectTruth(world: ConsoleWorld, seen: readonly Seen[], printed: string): void {
  let offset = 0;
  for (const one of seen) {
    expect(one.from).toBe(offset);
    if (one.kind === 'gap') expect(one.to).toBeLessThanOrEqual(world.journal.oldest);
    else expect(Buffer.from(one.bytes).toString()).toBe(printed.slice(offset, offset + one.bytes.length));
    offset = one.kind === 'gap' ? one.to : offset + one.bytes.length;
  }
  expect(offset).toBe(printed.length);
}

test('however messages are lost, repeated and reordered, a viewer sees every byte once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
      const world = createConsoleWorld({ ringBytes: 64 });

      const { printed } = await run(world, steps);

      expect(world.shown()).toBe(printed);
    }),
    { numRuns: 200 },
  );
});

test('bytes that are truly gone are told as gaps, and nothing else is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
      const world = createConsoleWorld({ ringBytes: 32, journalBytes: 100 });

      const { printed } = await run(world, steps);

      expectTruth(world, world.seen, printed);
    }),
    { numRuns: 200 },
  );
});

test('however messages are lost, repeated and reordered, and the relay restarted, input is typed once in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
      const world = createConsoleWorld({ ringBytes: 64 });

      const { typed } = await run(world, steps);

      expect(world.port.typed()).toBe(typed);
      expect(world.viewer.pendingInputBytes).toBe(0);
    }),
    { numRuns: 200 },
  );
});
