import { serve } from './http/route.ts';

serve('health', {
  methods: ['GET'],
  route: 'health',
  access: 'public',
  handle: () => Promise.resolve({ jsonBody: { status: 'Healthy' } }),
});
