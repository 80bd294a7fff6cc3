import { expect, test } from 'vitest';
import type { ConsoleSwitches } from '../../shared/prerequisites/consoleSwitches.ts';

let serial = 0;
const aSubscription = (): string => `Sub-${Date.now().toString(16)}-${(serial += 1)}`;
const machine = (id: string): string =>
  `/subscriptions/${id}/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/VM`;

/** The promises of `ConsoleSwitches`. */
export function testConsoleSwitches(open: () => Promise<ConsoleSwitches>): void {
  test('everything is on until it is turned off, and on again afterwards', async () => {
    const switches = await open();
    const id = aSubscription();
    const scope = `/subscriptions/${id}`;

    expect(await switches.off(id)).toEqual(new Set());
    expect(await switches.turn(scope, 'off')).toBe(true);
    expect(await switches.turn(scope.toUpperCase(), 'off')).toBe(false);
    expect(await switches.off(id.toUpperCase())).toEqual(new Set([scope.toLowerCase()]));
    expect(await switches.turn(scope, 'on')).toBe(true);
    expect(await switches.turn(scope, 'on')).toBe(false);
    expect(await switches.off(id)).toEqual(new Set());
  });

  test('a machine is turned off beside its subscription, and no other subscription with it', async () => {
    const switches = await open();
    const [one, other] = [aSubscription(), aSubscription()];
    await switches.turn(machine(one), 'off');
    await switches.turn(`/subscriptions/${one}`, 'off');

    await switches.turn(`/subscriptions/${one}`, 'on');

    expect(await switches.off(one)).toEqual(new Set([machine(one).toLowerCase()]));
    expect(await switches.off(other)).toEqual(new Set());
    expect(await switches.off("' or true")).toEqual(new Set());
  });

  test('of ten who turn it off at once one did', async () => {
    const switches = await open();
    const scope = `/subscriptions/${aSubscription()}`;

    const changed = await Promise.all(Array.from({ length: 10 }, () => switches.turn(scope, 'off')));

    expect(changed.filter(Boolean)).toHaveLength(1);
  });
}
