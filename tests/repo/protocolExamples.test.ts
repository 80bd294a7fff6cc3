import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { decodeBytes, noticeFrame, relayCommand, viewerFrame } from '../../shared/contracts/frames.ts';
import { listFrame } from '../../shared/contracts/liveList.ts';
import { sshViewerFrame } from '../../shared/contracts/sshFrames.ts';

// docs/protocol.md shows each frame as it travels: what is shown is what the code takes.

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
const examples = page.slice(page.indexOf('\n## Examples\n'));

/** The kinds that a schema knows; a schema of one kind counts as a union of one. */
const kindsOf = (options: readonly { readonly shape: { readonly kind: z.ZodLiteral<string> } }[]): string[] =>
  options.map(({ shape }) => shape.kind.value);

const blocks = [
  ['Viewer → relay', [...viewerFrame.options, ...sshViewerFrame.options]],
  ['To viewers', noticeFrame.options],
  ['Control plane → relay', relayCommand.options],
  ['Control plane → portals, on the hub `portal`', [listFrame]],
] as const;

function linesUnder(title: string): readonly { readonly kind: string }[] {
  const from = examples.indexOf(`\n${title}:\n`);
  const block = /```json\n([^]*?)\n```/.exec(examples.slice(from))?.[1] ?? '';
  return block.split('\n').map((line) => JSON.parse(line) as { kind: string });
}

test.each(blocks)('%s: there is one example of each kind, and no other', (title, options) => {
  expect(linesUnder(title).map(({ kind }) => kind)).toEqual(kindsOf(options));
});

test.each(blocks)('%s: every example is taken, with all of its members', (title, options) => {
  const parsed = linesUnder(title).map((line, index) => options[index]?.parse(line));

  expect(parsed).toEqual(linesUnder(title));
});

test('frames of bytes read as they are said to', () => {
  const hex = (name: string): Buffer =>
    Buffer.from(new RegExp(`^${name} ([0-9a-f]+)$`, 'm').exec(examples)?.[1] ?? '', 'hex');
  const read = (name: string) => {
    const frame = decodeBytes(new Uint8Array(hex(name)).buffer);
    return { ...frame, bytes: String(Buffer.from(frame?.bytes ?? [])) };
  };

  expect([read('output'), read('input')]).toEqual([
    { kind: 'output', offset: 4_096, bytes: 'login: ' },
    { kind: 'input', sequence: 7, bytes: 'ls\r' },
  ]);
});
