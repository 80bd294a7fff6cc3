import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test } from 'vitest';
import { PrincipalCell } from '../../../../portal/access/PrincipalCell.tsx';
import { startI18n } from '../../../../portal/i18n/i18n.ts';

beforeAll(() => startI18n('en'));

const id = '30000000-0000-4000-8000-000000000001';
const shown = (name: string | undefined): string =>
  renderToStaticMarkup(createElement(PrincipalCell, { name, id }));

test('somebody without a known name is unknown, with the id to copy', () => {
  expect(shown(undefined)).toMatch(`Unknown<span class="fine principal-id"><code>${id}</code>`);
  expect(shown(undefined)).toMatch(`aria-label="Copy the object id ${id}"`);
});

test('who has a name has an id as well', () => {
  expect(shown('Olivia Owner')).toMatch(`Olivia Owner<span class="fine principal-id"><code>${id}</code>`);
});
