const hubPattern = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;
const eventPattern = /^[a-z][a-z0-9_.-]{0,127}$/i;
const groupPattern = /^(?!\s+$).{1,1024}$/;

/** Hubs are case-insensitive: everything inside uses the lower-case name. */
export function toHubName(name: string): string | undefined {
  return hubPattern.test(name) ? name.toLowerCase() : undefined;
}

export const isGroupName = (name: string): boolean => groupPattern.test(name);

export const isEventName = (name: string): boolean => eventPattern.test(name);
