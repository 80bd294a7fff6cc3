import { expect, test } from 'vitest';
import type { AuditOutbox, AuditReader } from '../../shared/audit/ports.ts';
import type { AuditEvent, AuditLog } from '../../shared/sessions/ports.ts';
import { vm } from '../support/accessFacts.ts';
import { bastion } from '../support/sessionFacts.ts';

const day = '2026-11-02';
const event = (over: Partial<AuditEvent> = {}): AuditEvent => ({
  time: Date.parse(`${day}T10:00:00Z`),
  event: 'end',
  outcome: 'Success',
  principalId: 'p',
  userName: 'alice@contoso.example',
  sourceIpAddress: '203.0.113.7',
  scope: bastion,
  ...over,
});

/** The promises of the audit table: what is written is listed, and waits until it was exported. */
export function testAuditOutbox(open: () => Promise<AuditLog & AuditReader & AuditOutbox>): void {
  test('a row that is written waits once, whole, until it is done, and stays listed', async () => {
    const table = await open();
    const whole = event({
      id: 's_end',
      sessionId: 's',
      reason: 'ClosedByUser',
      bastionId: bastion,
      targetResourceId: vm,
      affectedPrincipalId: 'q',
      affectedUserName: 'bob@contoso.example',
      roleName: 'Reader',
      action: 'restart',
      targetIpAddress: '10.0.0.11',
      protocol: 'Serial',
      durationMs: 3_000_000_000,
    });
    await table.write(whole);
    await table.write(whole);
    await table.write(event({ time: whole.time + 1 }));

    const { id: _, ...kept } = whole;
    const pending = await table.pending(day, 10);
    expect(pending).toHaveLength(2);
    expect(pending[1]).toEqual({ ...kept, day, key: expect.stringMatching(/^\d{16}_s_end$/) });
    expect(await table.rows(day, { limit: 10 })).toEqual(pending);
    expect(await table.rows(day, { limit: 1 })).toEqual(pending.slice(0, 1));
    expect(await table.rows(day, { limit: 10, after: pending[0]?.key })).toEqual(pending.slice(1));
    expect(await table.pending(day, 1)).toHaveLength(1);
    expect(await table.pending('2026-11-03', 1)).toEqual([]);

    await table.done(pending.slice(0, 1));
    await table.done(pending);
    await table.write(whole);

    expect(await table.pending(day, 10)).toEqual([]);
    expect(await table.rows(day, { limit: 10 })).toHaveLength(2);
  });

  test('the place is changed only by who has seen its last change', async () => {
    const table = await open();
    const batch = {
      blob: { container: 'c', blob: 'b' },
      position: 7,
      text: 'ä'.repeat(100_000),
      rows: [{ day, key: 'k' }],
    };
    const before = await table.place();

    expect(before.batch).toBeUndefined();
    expect(await table.setPlace(batch, before.version)).toBe(true);
    expect(await table.setPlace(undefined, before.version)).toBe(false);
    const during = await table.place();
    expect(during.batch).toEqual(batch);
    expect(await table.setPlace(undefined, during.version)).toBe(true);
    expect((await table.place()).batch).toBeUndefined();
  });
}
