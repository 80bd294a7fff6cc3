import type { ReactNode } from 'react';
import type { Prerequisite } from '../../shared/contracts/prerequisites.ts';
import { Badge, type BadgeTone } from '../components/Badge.tsx';
import { TableScroll } from '../components/TableScroll.tsx';
import { currentLanguage, useT } from '../i18n/i18n.ts';
import { prerequisiteTexts } from './prerequisiteTexts.ts';
import { prerequisiteTitle } from './prerequisiteTitle.ts';

/** What fails first: the order in which the console asks says nothing to who wants to mend it. */
const order: readonly Prerequisite['state'][] = ['fail', 'unknown', 'pass'];

export function PrerequisiteTable({ rows }: { rows: readonly Prerequisite[] }): ReactNode {
  const t = useT();
  const sorted = rows.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <TableScroll label={t('machines:prerequisites.link')}>
      <table className="prerequisites">
        <thead>
          <tr>
            <th scope="col">{t('machines:prerequisites.columns.state')}</th>
            <th scope="col">{t('machines:prerequisites.columns.prerequisite')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={row.id} data-prerequisite={row.id}>
              <td>
                <Badge tone={toneOf(row)}>{t(`machines:prerequisites.states.${row.state}`)}</Badge>
              </td>
              <td>
                <Details row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function toneOf({ state, required }: Prerequisite): BadgeTone {
  if (state === 'fail') return required ? 'bad' : 'busy';
  return state === 'pass' ? 'good' : 'neutral';
}

function Details({ row }: { row: Prerequisite }): ReactNode {
  const t = useT();
  const { required, state } = row;
  const { message, fix, isForeign } = prerequisiteTexts(t, row);
  const language = isForeign ? { lang: 'en' } : {};
  // What holds needs no word in a language that is not the page's.
  const isSaid = message !== undefined && (state !== 'pass' || !isForeign || currentLanguage() === 'en');
  return (
    <>
      <strong>{prerequisiteTitle(t, row)}</strong>
      {!required && <span className="fine"> {t('machines:prerequisites.hint')}</span>}
      {isSaid && (
        <p className="fine" {...language}>
          {message}
        </p>
      )}
      {fix !== undefined && <p {...language}>{fix}</p>}
      {row.fix?.command !== undefined && (
        <pre>
          <code>{row.fix.command}</code>
        </pre>
      )}
    </>
  );
}
