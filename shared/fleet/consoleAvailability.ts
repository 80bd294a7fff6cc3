import { z } from 'zod';
import { type Cloud, clouds } from './subscription.ts';

/** Where the serial console is offered. An entry with a `location` goes before the one of its whole cloud. */
export const consoleAvailability = z.strictObject({
  cloud: z.enum(clouds),
  location: z.string().optional(),
  availability: z.enum(['GenerallyAvailable', 'Preview', 'Unavailable']),
});
export type ConsoleAvailability = z.infer<typeof consoleAvailability>;

/** As Azure says: https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/serial-console-overview */
const offered: readonly ConsoleAvailability[] = [
  { cloud: 'AzureCloud', availability: 'GenerallyAvailable' },
  { cloud: 'AzureUSGovernment', availability: 'Preview' },
  { cloud: 'AzureChinaCloud', availability: 'Unavailable' },
];

/** The fleet's own entries win over what Azure offers. */
export function availabilityAt(
  entries: readonly ConsoleAvailability[],
  { cloud, location }: { readonly cloud: Cloud; readonly location: string },
): ConsoleAvailability['availability'] {
  const ofCloud = [...entries, ...offered].filter((entry) => entry.cloud === cloud);
  const ofPlace = ofCloud.find((entry) => entry.location?.toLowerCase() === location.toLowerCase());
  const ofAll = ofCloud.find((entry) => entry.location === undefined);
  return (ofPlace ?? ofAll)?.availability ?? 'Unavailable';
}
