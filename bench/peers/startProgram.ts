import { type Script, type ScriptContext, startScript } from '../startScript.ts';

export type Program = {
  /** The loopback port on which it will answer, or the path of its socket. */
  readonly place: number | string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
};

/** A program that others have made; its children end with it, and it with the bench. */
export function startProgram(
  context: ScriptContext,
  { place, command, environment }: Program,
): Promise<Script> {
  return startScript(context, 'peers/runProgram.ts', [String(place), ...command], environment);
}
