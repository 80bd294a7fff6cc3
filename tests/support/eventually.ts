/** Waits until a condition holds; when it never does, says which, and what `describe` knows. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  { describe = () => '', timeoutMs = 30_000 }: { describe?: () => string; timeoutMs?: number } = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Never: ${String(condition)}\n${describe()}`);
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
}
