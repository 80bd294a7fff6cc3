import { expect, test } from 'vitest';
import type { AccessReader, AccessWriter } from '../../shared/access/ports.ts';
import { alice, assignment, permission, role, subscription } from '../support/accessFacts.ts';

const other = '60000000-0000-4000-8000-0000000000bb';

/** The promises of `AccessWriter`, seen through the reader of the same place. `open` gives an empty place. */
export function testAccessWriter(open: () => Promise<AccessReader & AccessWriter>): void {
  test('what is inserted is read, whole', async () => {
    const access = await open();
    const full = assignment({
      condition: `ActionMatches{'*/read'}`,
      description: 'For the night shift',
      createdAt: 1,
      createdBy: alice,
      updatedAt: 2,
      updatedBy: alice,
    });

    expect(await access.insertAssignment(full)).toBe(true);

    expect(await access.roleAssignmentsOf([alice])).toEqual([full]);
  });

  test('a principal has a role at a scope once, in whatever case and under whatever name', async () => {
    const access = await open();
    const first = assignment();
    await access.insertAssignment(first);
    const same = assignment({
      name: other,
      principalId: alice.toUpperCase(),
      scope: subscription.toUpperCase(),
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${first.roleDefinitionId.toUpperCase()}`,
    });

    expect(await access.insertAssignment(same)).toBe(false);
    expect(await access.insertAssignment({ ...first, name: other, scope: '/' })).toBe(true);

    expect(await access.roleAssignments()).toHaveLength(2);
    expect(await access.roleAssignments()).toContainEqual(first);
  });

  test('of many who assign the same at once one is told that it did', async () => {
    const access = await open();
    const names = Array.from({ length: 8 }, (_, index) => `${other.slice(0, -1)}${index}`);

    const inserted = await Promise.all(names.map((name) => access.insertAssignment(assignment({ name }))));

    expect(inserted.filter(Boolean)).toHaveLength(1);
    expect(await access.roleAssignments()).toHaveLength(1);
  });

  test('of two who change what they both found one wins', async () => {
    const access = await open();
    const before = assignment();
    await access.insertAssignment(before);
    const changes = ['a', 'b'].map((description) => assignment({ description }));

    const done = await Promise.all(changes.map((after) => access.replaceAssignment(before, after)));

    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await access.roleAssignments()).toEqual([changes[done.indexOf(true)]]);
    expect(await access.replaceAssignment(before, before)).toBe(false);
  });

  test('what is gone is not replaced, and is removed once', async () => {
    const access = await open();
    await access.insertAssignment(assignment());

    expect(await access.removeAssignment(assignment())).toBe(true);

    expect(await access.removeAssignment(assignment())).toBe(false);
    expect(await access.replaceAssignment(assignment(), assignment({ description: 'x' }))).toBe(false);
    expect(await access.roleAssignments()).toEqual([]);
  });

  test('a custom role is put, put again and removed, once each', async () => {
    const access = await open();
    const first = role([permission({ actions: ['*/read'] })]);
    const second = role([permission({ actions: ['Microsoft.Compute/*'] })], {
      name: first.name.toUpperCase(),
    });

    expect([await access.putDefinition(first), await access.putDefinition(second)]).toEqual([true, false]);
    expect(await access.roleDefinitionsOf([first.name])).toEqual([second]);
    expect(await access.removeDefinition(first.name)).toBe(true);
    expect(await access.removeDefinition(first.name)).toBe(false);
    expect(await access.roleDefinitionsOf([first.name])).toEqual([]);
  });
}
