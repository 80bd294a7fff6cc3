import { z } from 'zod';

/** The strictest management lock at a resource or above it. ARM refuses every write under `ReadOnly`. */
export const resourceLock = z.enum(['None', 'CanNotDelete', 'ReadOnly']).default('None');
