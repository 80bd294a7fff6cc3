import { z } from 'zod';
import { serve } from './http/route.ts';

serve('health', {
  methods: ['GET'],
  route: 'health',
  access: 'public',
  contract: { summary: 'Is the app there?', answer: z.object({ status: z.string() }) },
  handle: () => Promise.resolve({ jsonBody: { status: 'Healthy' } }),
});
