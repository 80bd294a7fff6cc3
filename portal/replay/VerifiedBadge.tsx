import { Button, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components';
import { ShieldCheckmarkRegular } from '@fluentui/react-icons/svg/shield-checkmark';
import { ShieldErrorRegular } from '@fluentui/react-icons/svg/shield-error';
import { ShieldQuestionRegular } from '@fluentui/react-icons/svg/shield-question';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import type { Verification } from './verifyAsItGrows.ts';

const looks = {
  verified: { icon: <ShieldCheckmarkRegular />, tone: 'good' },
  signed: { icon: <ShieldQuestionRegular />, tone: 'busy' },
  otherKey: { icon: <ShieldErrorRegular />, tone: 'bad' },
  growing: { icon: <ShieldQuestionRegular />, tone: 'neutral' },
  unsigned: { icon: <ShieldQuestionRegular />, tone: 'busy' },
  altered: { icon: <ShieldErrorRegular />, tone: 'bad' },
  unknown: { icon: <ShieldQuestionRegular />, tone: 'busy' },
} as const;

/** Whether what is played is what was recorded; says what that rests on. */
export function VerifiedBadge({ verification }: { verification: Verification | undefined }): ReactNode {
  const t = useT();
  if (verification === undefined) return null;
  const { state, chunks, keyId, lostBytes } = verification;
  const { icon, tone } = looks[state];
  return (
    <Popover withArrow trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance="outline" size="small" className={`verified ${tone}`} icon={icon}>
          {t(`replay:verified.${state}.label`)}
        </Button>
      </PopoverTrigger>
      <PopoverSurface
        className="verified-surface"
        tabIndex={-1}
        aria-label={t(`replay:verified.${state}.label`)}
      >
        <h2>{t(`replay:verified.${state}.label`)}</h2>
        <p>{t(`replay:verified.${state}.text`)}</p>
        <Findings verification={verification} />
        <p className="fine">{t('replay:verified.chunks', { count: chunks })}</p>
        {lostBytes > 0 && <p className="fine">{t('replay:verified.lost', { count: lostBytes })}</p>}
        {keyId !== undefined && (
          <p className="fine">
            {t('replay:verified.key')} <code>{keyId}</code>
          </p>
        )}
      </PopoverSurface>
    </Popover>
  );
}

/** Which chunk, and how. */
export function Findings({
  verification: { findings },
}: {
  verification: Pick<Verification, 'findings'>;
}): ReactNode {
  const t = useT();
  if (findings.length === 0) return null;
  return (
    <ul className="findings">
      {findings.slice(0, 20).map(({ chunk, problem }) => (
        <li key={chunk ?? problem}>
          {chunk === undefined
            ? t('replay:verified.problems.badSignature')
            : t(`replay:verified.problems.${problem}`, { chunk })}
        </li>
      ))}
      {findings.length > 20 && <li>{t('replay:verified.more', { count: findings.length - 20 })}</li>}
    </ul>
  );
}
