import { toOpenApi } from './http/openApi.ts';
import { routes, serve } from './http/route.ts';

serve('openApi', {
  methods: ['GET'],
  route: 'openapi.json',
  access: 'public',
  contract: { summary: 'This document' },
  handle: () => Promise.resolve({ jsonBody: toOpenApi(routes) }),
});
