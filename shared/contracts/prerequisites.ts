import { z } from 'zod';

const fix = z.object({
  /** What to do, as a sentence. */
  text: z.string(),
  /** A line for the Azure CLI, where one does it. */
  command: z.string().optional(),
});
export type Fix = z.infer<typeof fix>;

const prerequisite = z.object({
  id: z.string(),
  title: z.string(),
  /** False: a hint. The console opens all the same. */
  required: z.boolean(),
  state: z.enum(['pass', 'fail', 'unknown']),
  /** The code that `connect` refuses with. */
  code: z.string().optional(),
  /** What is wrong, for whoever says it in other words than `message` and `fix`: without it the row's own `id`. */
  problem: z.string().optional(),
  /** The names and numbers in both. */
  values: z.record(z.string(), z.string()).optional(),
  message: z.string().optional(),
  fix: fix.optional(),
});
export type Prerequisite = z.infer<typeof prerequisite>;

/** `GET {vm}/providers/Microsoft.SerialConsole/serialPorts/0/prerequisites`, in the order that `connect` asks. */
export const prerequisiteList = z.object({
  /** No required one fails: `connect` opens a console now. */
  ready: z.boolean(),
  value: z.array(prerequisite),
});
export type PrerequisiteList = z.infer<typeof prerequisiteList>;
