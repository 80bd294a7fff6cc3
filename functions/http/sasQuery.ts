import { z } from 'zod';

/** Azure's name and bounds, of every call that hands out addresses of blobs. */
export const sasQuery = z.object({
  sasUriExpirationTimeInMinutes: z.coerce.number().int().min(1).max(1440).default(120),
});
