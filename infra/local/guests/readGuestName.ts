/** Azure's letters for the names of machines: none that a path, QEMU's options or a kernel's words give a meaning. */
const guestName = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** A guest's name is a folder, a word of QEMU's and a word of its kernel's: throws for what would be more than that. */
export function readGuestName(name: string): string {
  if (guestName.test(name) && !name.includes('..')) return name;
  throw new Error(
    `${JSON.stringify(name.slice(0, 80))} cannot be the name of a guest. Use letters, digits, '.', '_' and '-'.`,
  );
}
