import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const source = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Fluent's guards of the focus: nobody can stay on one, the focus goes on to where it belongs. */
const options = { exclude: [['[data-tabster-dummy]']] };

/** Menus and dialogs lie beside the page's landmarks, which no rule of WCAG forbids. */
const rules = { region: { enabled: false } };

/** What axe finds on a page as it is now: the rule, and where. The page's own policy lets no script tag in. */
export async function axeFindings(page: Page): Promise<string[]> {
  // What fades in is read as if it were half there; what turns for ever is not waited for.
  await page.evaluate(`Promise.all(document.getAnimations()
    .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
    .map(({ finished }) => finished.catch(() => undefined)))`);
  // A page keeps it for as long as it is not loaded anew.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(source);
  return await page.evaluate<string[]>(`axe
    .run(${JSON.stringify(options)}, { resultTypes: ['violations'], rules: ${JSON.stringify(rules)} })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html.slice(0, 200))))`);
}
