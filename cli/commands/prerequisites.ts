import type { Prerequisite } from '../../shared/contracts/prerequisites.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../failure.ts';

export const prerequisites: Command = {
  name: 'prerequisites',
  operands: '<vm>',
  summary: 'What a serial console of this machine needs, and how to get what is missing',
  details: `Exit code ${exitCodes.conflict}: something required is missing.`,
  options: {},
  async run({ api, vmId, out, isJson }, { positionals: [name = ''] }) {
    const list = await api.listPrerequisites(await vmId(name));
    if (isJson) out.json(list);
    else {
      out.table(['STATE', 'PREREQUISITE', 'REMARK'], list.value.map(toRow));
      for (const { title, fix } of list.value) {
        if (fix !== undefined)
          out.line([`\n${title}: ${fix.text}`, fix.command].filter(Boolean).join('\n  '));
      }
    }
    return list.ready ? exitCodes.done : exitCodes.conflict;
  },
};

function toRow({ state, title, required, message }: Prerequisite): string[] {
  return [state, required ? title : `${title} (a hint)`, message ?? ''];
}
