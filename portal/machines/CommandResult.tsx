import type { ReactNode } from 'react';
import type { CommandOutput, KeyOutcome } from '../../shared/contracts/machineOperation.ts';
import { Badge, type BadgeTone } from '../components/Badge.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';

const tones: Readonly<Record<KeyOutcome['outcome'], BadgeTone>> = {
  confirmed: 'good',
  disabled: 'bad',
  unknown: 'neutral',
  noAnswer: 'busy',
  notSent: 'neutral',
};

/** What was seen of an admin command: each key with its outcome, and what the kernel said. */
export function CommandResult({ output }: { output: CommandOutput }): ReactNode {
  const t = useT();
  const { keys = [], message, warning } = output;
  return (
    <Notice kind={warning === undefined ? 'info' : 'warning'} title={t('machines:result.title')}>
      {warning !== undefined && <p>{warning}</p>}
      {message !== undefined && <p>{message}</p>}
      {keys.length > 0 && <KeyTable keys={keys} />}
      {keys.length === 0 && message === undefined && warning === undefined && (
        <p>{t('machines:result.done')}</p>
      )}
    </Notice>
  );
}

function KeyTable({ keys }: { keys: readonly KeyOutcome[] }): ReactNode {
  const t = useT();
  return (
    <table aria-label={t('machines:result.title')}>
      <thead>
        <tr>
          <th scope="col">{t('machines:result.key')}</th>
          <th scope="col">{t('machines:result.outcome')}</th>
          <th scope="col">{t('machines:result.said')}</th>
        </tr>
      </thead>
      <tbody>
        {keys.map(({ key, outcome, said }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a key may come twice, and rows never move.
          <tr key={index}>
            <td>
              <kbd>{key}</kbd>
            </td>
            <td>
              <Badge tone={tones[outcome]}>{t(`machines:result.outcomes.${outcome}`)}</Badge>
            </td>
            <td className="said">{said}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
