import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { PortalContext } from '../../../../portal/PortalContext.ts';
import { keys } from '../../../../portal/query/keys.ts';
import { useMachinePolicy } from '../../../../portal/query/useMachinePolicy.ts';
import type { Portal } from '../../../../portal/startPortal.ts';
import { vm } from '../../../support/accessFacts.ts';
import { bastion } from '../../../support/sessionFacts.ts';

const first = bastion.replace('bastion-hub', 'bastion-a');

/** As a page has it that knows both bastions of the subscription, and what is in front of the machine. */
function recordingOf(bastionId: string | undefined): string {
  const queries = new QueryClient();
  queries.setQueryData(keys.bastions, [{ id: first }, { id: bastion }]);
  queries.setQueryData(keys.policy(first), { properties: { recording: 'off' } });
  queries.setQueryData(keys.policy(bastion), { properties: { recording: 'onDemand' } });
  queries.setQueryData(keys.serialPort(vm), { properties: { bastionId } });
  const Shown = () => useMachinePolicy(vm)?.properties.recording ?? 'unknown';
  const context = createElement(PortalContext, { value: { api: {} } as Portal }, createElement(Shown));
  return renderToStaticMarkup(createElement(QueryClientProvider, { client: queries }, context));
}

test('a machine’s policy is that of its own bastion, whichever comes first in the subscription', () => {
  expect([recordingOf(bastion), recordingOf(first)]).toEqual(['onDemand', 'off']);
});

test('who may not know what is in front of a machine knows no policy', () => {
  expect(recordingOf(undefined)).toBe('unknown');
});
