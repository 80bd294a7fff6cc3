/** The keyboard is nowhere: a key that is pressed reaches nothing that can be seen. */
export function isFocusLost(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body;
}
