import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { readSeal } from '../../shared/recording/chunk.ts';
import { logInAtTerminal, startInTerminal, type TerminalSession } from '../support/commandLine.ts';
import { consoleTold, enterLine, logInAlice, shellAsks } from '../support/enterLine.ts';
import { eventually } from '../support/eventually.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { kernelMessage } from '../support/numberedLines.ts';
import { openPortalConsole, type PortalConsole } from '../support/portalConsole.ts';
import { readCast } from '../support/readCast.ts';

// One real guest, and everybody at it: what each is shown is held against what the guest has written.

const { qemu, why } = guestsAvailable();
const vm = 'vm-web-01';
const allBytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

describe.skipIf(!qemu)(`one guest${why === undefined ? '' : ` (${why})`}`, { timeout: 600_000 }, () => {
  let stack: LocalStack;

  beforeAll(async () => {
    const fleet = readFleetFile();
    stack = await startLocalStack({
      guests: 'qemu',
      fleet: { ...fleet, guests: { ...fleet.guests, 'vm-db-01': 'simulated' } },
    });
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  const serialLog = (): Buffer => readFileSync(join(stack.stateFolder, 'guests', vm, 'serial.log'));

  /** What the relay keeps of the port on its disk. */
  function journal(): Buffer {
    const ports = join(stack.stateFolder, 'relay', 'ports');
    const folder = join(ports, readdirSync(ports).find((name) => name.startsWith(`${vm}-`)) ?? '');
    const segments = readdirSync(folder).filter((name) => name.endsWith('.log'));
    return Buffer.concat(segments.toSorted().map((name) => readFileSync(join(folder, name))));
  }

  async function bootLog(): Promise<Buffer> {
    const { body } = await stack.call('ops', 'POST', `${vmPath(vm)}/retrieveBootDiagnosticsData`);
    return Buffer.from(await (await fetch(body.serialConsoleLogBlobUri)).arrayBuffer());
  }

  /** A signed recording, and where in the port's output it begins. */
  async function recorded(sessionId: string): Promise<{ from: number; output: Buffer }> {
    const path = `${bastionPath}/recordings/${sessionId}/retrieveRecordingData`;
    const retrieve = () => stack.call('owner', 'POST', path);
    await eventually(async () => (await retrieve()).body.statement !== undefined, { timeoutMs: 120_000 });
    const { chunks } = (await retrieve()).body as { chunks: { uri: string }[] };
    const texts = await Promise.all(chunks.map(async ({ uri }) => await (await fetch(uri)).text()));
    const [first = ''] = texts;
    return { from: readSeal(first)?.from ?? -1, output: readCast(texts.join('')).output };
  }

  async function logOut(console_: PortalConsole): Promise<void> {
    await enterLine(console_, 'exit', / login: $/);
  }

  async function expectAllShown(console_: PortalConsole): Promise<void> {
    await consoleTold(console_, () => console_.connection.offset === serialLog().length);
    expect(console_.shown().equals(serialLog().subarray(console_.start()))).toBe(true);
    expect(console_.remarks.filter(({ kind }) => kind === 'gap' || kind === 'restarted')).toEqual([]);
  }

  /** A command line has shown the end of what the guest has written, from well before `text` on. */
  async function expectSame(terminal: TerminalSession, text: string): Promise<void> {
    await eventually(() => withoutQueries(serialLog()).endsWith(shownByGuest(terminal)), {
      describe: () =>
        JSON.stringify([shownByGuest(terminal).slice(-300), serialLog().subarray(-300).toString()]),
    });
    expect(shownByGuest(terminal).indexOf(text)).toBeGreaterThan(50);
  }

  test('every value of a byte and a line of 4 MB are exact on the screen and in every copy, and typed ones arrive', async () => {
    await stack.call('owner', 'PUT', `${bastionPath}/policies/default`, {
      properties: { recording: 'onDemand', recordingMode: 'lenient' },
    });
    await using console_ = await openPortalConsole(stack, { user: 'vmops', vm, record: true });
    await logInAlice(console_);
    const typed = Buffer.concat(Array.from({ length: 32 }, () => allBytes));

    const each = 'for i in $(seq 0 255); do printf "\\\\$(printf %03o $i)"; done';
    await enterLine(console_, `${each} > /tmp/all; stty raw -echo; cat /tmp/all; stty sane; echo`, shellAsks);
    await enterLine(console_, "head -c 4194304 /dev/zero | tr '\\0' x; echo", shellAsks);
    console_.type(
      `stty raw -echo; echo READY; head -c ${typed.length} >/tmp/typed; stty sane; md5sum /tmp/typed\n`,
    );
    await consoleTold(console_, () => console_.text().includes('READY\n'));
    console_.connection.type(typed);
    await consoleTold(console_, () => shellAsks.test(console_.text().slice(-20)));

    const text = console_.text().replaceAll(kernelMessage, '');
    expect(text.includes(allBytes.toString('latin1'))).toBe(true);
    expect(text.includes(`\r\n${'x'.repeat(4_194_304)}\r\n`)).toBe(true);
    expect(text.slice(-300)).toContain(md5(typed));
    await logOut(console_);
    await expectAllShown(console_);
    await consoleTold(console_, async () => (await bootLog()).length === serialLog().length);
    expect((await bootLog()).equals(serialLog())).toBe(true);
    expect(journal().equals(serialLog())).toBe(true);
    const sessionId = console_.answers[0]?.sessionId ?? '';
    await console_[Symbol.asyncDispose]();
    const { from, output } = await recorded(sessionId);
    expect(output.length).toBeGreaterThan(4_194_304);
    expect(output.equals(serialLog().subarray(from, from + output.length))).toBe(true);
  });

  test('two browsers, an observer and a command line at once: one types, all see the same, all know who', async () => {
    await using first = await openPortalConsole(stack, { user: 'vmops', vm });
    await using second = await openPortalConsole(stack, { user: 'ops', vm, mode: 'observer' });
    await using observer = await openPortalConsole(stack, { user: 'ops', vm, mode: 'observer' });
    const everybody = [first, second, observer];
    const allTold = async (name: string): Promise<void> => {
      for (const one of everybody) await consoleTold(one, () => one.snapshot().operator?.name === name);
    };
    await logInAlice(first);
    await enterLine(first, 'echo first-$((1+1))', shellAsks);
    await allTold('Vera Vmops');

    await second.connection.changeMode('operator', true);
    await consoleTold(
      second,
      () => second.snapshot().state === 'connected' && second.snapshot().mode === 'operator',
    );
    await allTold('Oscar Ops');
    first.type('not-typed');
    observer.type('not-typed');
    const flooding = enterLine(second, 'seq 1 50000; echo second-$((2+2))', shellAsks);
    expect(await stack.orderFault({ kind: 'drop', userId: second.snapshot().sessionId })).toHaveLength(1);
    await flooding;

    await using terminal = startInTerminal(stack, 'owner', {
      args: ['serial-console', 'connect', vm, '--take-over'],
    });
    await terminal.until('Connected.');
    await allTold('Olivia Owner');
    second.type('not-typed');
    const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
    terminal.press('echo third-$((3+3))\r');
    await terminal.until('third-6');
    await terminal.until('$ ');
    terminal.press('exit\r');
    await terminal.until('login: ');

    for (const one of everybody) {
      await expectAllShown(one);
      expect(one.snapshot().mode).toBe('observer');
      expect(one.text()).not.toContain('not-typed');
      expect(one.answers.map(({ sessionId }) => sessionId)).toEqual(
        one.answers.map(() => one.snapshot().sessionId),
      );
    }
    await expectSame(terminal, 'third-6');
    const seats = (body.value as { userName: string; mode: string }[]).map(
      ({ userName, mode }) => `${userName} ${mode}`,
    );
    expect(seats.toSorted()).toEqual([
      'Olivia Owner operator',
      'Oscar Ops observer',
      'Oscar Ops observer',
      'Vera Vmops observer',
    ]);
  });

  test('a lid that was closed past the life of session and connection: nothing is missing, and no key is typed twice', async () => {
    await using witness = await openPortalConsole(stack, { user: 'ops', vm, mode: 'observer' });
    await using terminal = startInTerminal(stack, 'vmops', { args: ['serial-console', 'connect', vm] });
    await logInAtTerminal(terminal);
    const sessionsOf = async (): Promise<string[]> => {
      const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
      const mine = body.value.filter(({ userName }: { userName: string }) => userName === 'Vera Vmops');
      return mine.map(({ sessionId }: { sessionId: string }) => sessionId);
    };
    const [before = ''] = await sessionsOf();
    terminal.press('(sleep 2; seq 1 20000; echo all-$((4+4))) & echo pre-$((5+5))\r');
    await terminal.until('pre-10');
    terminal.press('echo key-$((6+6))\r');
    await terminal.whileAsleep(async () => {
      // What the service does with a client that has been silent for longer than it keeps its connection.
      await stack.orderFault({ kind: 'expire', userId: before });
      await consoleTold(witness, async () => (await sessionsOf()).length === 0);
      await consoleTold(witness, () => witness.text().includes('all-8\r\n'));
    });

    // First the client gives up the connection that it cannot recover.
    await eventually(() => terminal.shown().includes('all-8'), {
      describe: () => terminal.rest().slice(-2_000),
      timeoutMs: 120_000,
    });
    await eventually(async () => (await sessionsOf()).length === 1);
    terminal.press('\recho post-$((7+7))\r');
    await terminal.until('post-14');
    await terminal.until('$ ');
    terminal.press('exit\r');
    await terminal.until('login: ');

    expect(await sessionsOf()).not.toEqual([before]);
    await expectSame(terminal, 'all-8');
    expect(shownByGuest(terminal).split('key-12').length - 1).toBeLessThanOrEqual(1);
    await expectAllShown(witness);
  });
});

const note = /\r\n\x1b\[0;7m sallyport \x1b\[0m [^\r]*\r\n/g; // oxlint-disable-line no-control-regex
const query = '\x1b[6n';

const withoutQueries = (bytes: Buffer): string => bytes.toString('latin1').replaceAll(query, '');

/** What a command line showed since it was connected, but for what it says itself. */
function shownByGuest(terminal: TerminalSession): string {
  const text = withoutQueries(terminal.shown());
  return text
    .slice(text.indexOf(' sallyport '))
    .replaceAll(note, '')
    .replace(/^[^\n]*\n/, '');
}
