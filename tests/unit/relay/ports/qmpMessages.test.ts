import { expect, test } from 'vitest';
import { createLineCutter, parseQmpLine } from '../../../../relay/ports/qmpMessages.ts';

test('each kind of line that QEMU sends is recognised', () => {
  const lines = [
    '{"QMP": {"version": {}, "capabilities": ["oob"]}}',
    '{"return": {"status": "running"}, "id": 7}',
    '{"id": 8, "error": {"class": "GenericError", "desc": "Resetting the Virtual Machine is required"}}',
    '{"timestamp": {"seconds": 1}, "event": "RESET", "data": {"guest": true}}',
    '{"event": "STOP"}',
  ];

  expect(lines.map(parseQmpLine)).toEqual([
    { kind: 'greeting' },
    { kind: 'reply', id: 7, value: { status: 'running' } },
    { kind: 'refusal', id: 8, reason: 'Resetting the Virtual Machine is required' },
    { kind: 'event', name: 'RESET', data: { guest: true } },
    { kind: 'event', name: 'STOP', data: {} },
  ]);
});

test('what is no QMP is left alone', () => {
  expect(['not json', '[]', 'null', '{"return": {}}', '{"id": "a", "return": {}}'].map(parseQmpLine)).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});

test('lines are cut out of pieces of any size', () => {
  const cut = createLineCutter();

  expect([cut('{"a"'), cut(':1}\r\n{"b":2}\n{'), cut('\r\n\r\n')]).toEqual([
    [],
    ['{"a":1}', '{"b":2}'],
    ['{'],
  ]);
});
