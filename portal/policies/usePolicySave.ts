import { useState } from 'react';
import type { PolicyProperties, PolicyResource } from '../../shared/contracts/policy.ts';
import { type PolicyForm, readPolicyForm, toPolicyForm } from './policyForm.ts';

export type SavePolicy = (etag: string, properties: Partial<PolicyProperties>) => Promise<PolicyResource>;

/** What is typed, and what became of saving it. */
export type PolicySave = {
  readonly form: PolicyForm;
  readonly problems: Readonly<Partial<Record<keyof PolicyProperties, string>>>;
  readonly error: unknown;
  readonly state: 'editing' | 'saving' | 'saved' | 'unchanged';
  readonly edit: (over: Partial<PolicyForm>) => void;
  readonly submit: () => Promise<void>;
};

/** Only what differs is sent, so that two people who change different members do not undo each other's. */
export function usePolicySave(read: PolicyResource, save: SavePolicy): PolicySave {
  const [policy, setPolicy] = useState(read);
  const [form, setForm] = useState(() => toPolicyForm(read.properties));
  const [state, setState] = useState<PolicySave['state']>('editing');
  const [error, setError] = useState<unknown>();
  const change = readPolicyForm(form, policy.properties);

  function edit(over: Partial<PolicyForm>): void {
    setForm((before) => ({ ...before, ...over }));
    setState('editing');
  }

  async function submit(): Promise<void> {
    if ('problems' in change) return;
    setError(undefined);
    if (Object.keys(change.properties).length === 0) return setState('unchanged');
    setState('saving');
    try {
      const saved = await save(policy.etag, change.properties);
      setPolicy(saved);
      setForm(toPolicyForm(saved.properties));
      setState('saved');
    } catch (thrown) {
      setError(thrown);
      setState('editing');
    }
  }

  return { form, problems: 'problems' in change ? change.problems : {}, error, state, edit, submit };
}
