import { type PolicyProperties, policyProperties } from '../../shared/contracts/policy.ts';

/** Members that hold a number; the rest of a policy is chosen from a list. */
export const limitNames = [
  'idleTimeoutInMinutes',
  'maxDurationInMinutes',
  'warningInSeconds',
  'maxSessions',
  'maxSessionsPerUser',
  'historyRetentionInDays',
] as const satisfies readonly (keyof PolicyProperties)[];
export type LimitName = (typeof limitNames)[number];

/** A policy as it is being typed: a limit that is off is empty. */
export type PolicyForm = Readonly<Record<LimitName, string>> &
  Pick<PolicyProperties, 'recording' | 'recordingMode'>;

export function toPolicyForm(properties: PolicyProperties): PolicyForm {
  const limits = limitNames.map((name) => [name, String(properties[name] ?? '')] as const);
  const { recording, recordingMode } = properties;
  return { ...(Object.fromEntries(limits) as Record<LimitName, string>), recording, recordingMode };
}

export type PolicyChange =
  | { readonly properties: Partial<PolicyProperties> }
  /** What is wrong, by member. */
  | { readonly problems: Readonly<Partial<Record<keyof PolicyProperties, string>>> };

/** What differs from the policy that was read; what the control plane would refuse is a problem already here. */
export function readPolicyForm(form: PolicyForm, before: PolicyProperties): PolicyChange {
  const limits = limitNames.map((name) => [name, readLimit(form[name])]);
  const { recording, recordingMode } = form;
  const parsed = policyProperties.safeParse({ ...Object.fromEntries(limits), recording, recordingMode });
  if (!parsed.success) return { problems: problemsOf(parsed.error.issues) };
  const members = Object.entries(parsed.data) as [keyof PolicyProperties, never][];
  return { properties: Object.fromEntries(members.filter(([name, value]) => value !== before[name])) };
}

/** What is no whole number stays a text, which no policy takes. */
function readLimit(text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function problemsOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Partial<Record<keyof PolicyProperties, string>> {
  return Object.fromEntries(issues.map(({ path, message }) => [path[0], message]));
}
