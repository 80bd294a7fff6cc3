/** A test does in a second what a person does in an hour; one that is about that sets its own before it starts. */
export const unhurried = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['CONNECTS', 'DISCONNECTS', 'COMMANDS', 'LOOKUPS', 'REFUSALS']
      .map((what) => `SALLYPORT_${what}_PER_MINUTE`)
      .map((name) => [name, process.env[name] ?? '1000000']),
  );
