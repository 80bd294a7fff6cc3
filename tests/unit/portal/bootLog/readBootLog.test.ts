import { expect, test } from 'vitest';
import {
  firstReadBytes,
  maxReadBytes,
  readBootLog,
  readBootLogRange,
} from '../../../../portal/bootLog/readBootLog.ts';

const uri = 'https://storage.example/log?sig=x';

/** A blob as the storage serves it: its size by HEAD, and ranges. */
function storage(content: string) {
  const asked: (string | undefined)[] = [];
  const send = async (_: string, { method, headers }: RequestInit): Promise<Response> => {
    const length = { 'content-length': String(content.length) };
    if (method === 'HEAD') return new Response(null, { headers: length });
    const range = (headers as Record<string, string>).Range;
    asked.push(range);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    return new Response(content.slice(Number(from), Number(to) + 1), { status: 206 });
  };
  return { send, asked };
}

const text = ({ bytes }: { bytes: Uint8Array }): string => new TextDecoder().decode(bytes);

test('a log is read whole at first, and then what came since', async () => {
  const first = await readBootLog(storage('boot\n').send, uri);
  const second = await readBootLog(storage('boot\nlogin:').send, uri, 5);

  expect([text(first), first.from, text(second), second.from]).toEqual(['boot\n', 0, 'login:', 5]);
});

test('of a long one the end is read, and then steps of what came since', async () => {
  const { send } = storage('x'.repeat(maxReadBytes + firstReadBytes + 7));

  const [first, step] = [await readBootLog(send, uri), await readBootLog(send, uri, 7)];

  expect([first.from, first.bytes.byteLength]).toEqual([maxReadBytes + 7, firstReadBytes]);
  expect([step.from, step.bytes.byteLength]).toEqual([7, maxReadBytes]);
});

test('what is between two places is read, and nothing is not asked for', async () => {
  const { send, asked } = storage('boot\nlogin:');

  const bytes = await readBootLogRange(send, uri, 2, 7);
  await readBootLogRange(send, uri, 7, 7);

  expect([text({ bytes }), asked]).toEqual(['ot\nlo', ['bytes=2-6']]);
});

test('nothing new is not asked for', async () => {
  const { send, asked } = storage('boot\n');

  expect((await readBootLog(send, uri, 5)).bytes.byteLength).toBe(0);
  expect(asked).toEqual([]);
});

test('a log that was begun anew is read from its start', async () => {
  const part = await readBootLog(storage('again\n').send, uri, 5_000);

  expect([text(part), part.from, part.isNew]).toEqual(['again\n', 0, true]);
});

test('a storage that refuses or does not answer is an error that says what to do', async () => {
  await expect(readBootLog(async () => new Response(null, { status: 403 }), uri)).rejects.toMatchObject({
    code: 'StorageUnavailable',
  });
  await expect(readBootLog(() => Promise.reject(new TypeError('network')), uri)).rejects.toMatchObject({
    code: 'StorageUnavailable',
  });
});
