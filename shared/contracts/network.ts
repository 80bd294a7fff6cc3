import { z } from 'zod';

const importance = z.enum(['Required', 'Recommended']);
const status = z.enum(['Pass', 'Fail']);

/** A security rule in ARM's shape. */
const securityRuleResource = z.object({
  id: z.string().optional(),
  name: z.string(),
  properties: z.object({
    priority: z.number(),
    direction: z.string(),
    access: z.string(),
    protocol: z.string(),
    sourceAddressPrefix: z.string().optional(),
    sourceAddressPrefixes: z.array(z.string()).optional(),
    sourcePortRange: z.string().optional(),
    sourcePortRanges: z.array(z.string()).optional(),
    destinationAddressPrefix: z.string().optional(),
    destinationAddressPrefixes: z.array(z.string()).optional(),
    destinationPortRange: z.string().optional(),
    destinationPortRanges: z.array(z.string()).optional(),
  }),
});
export type SecurityRuleResource = z.infer<typeof securityRuleResource>;

const requirement = z.object({
  name: z.string(),
  importance,
  status,
  message: z.string(),
  /** The rule that decided; absent when no rule did. */
  decidedBy: z.object({ name: z.string(), priority: z.number() }).optional(),
  /** What to add so that it passes, and the line that adds it. */
  fix: z.object({ rule: securityRuleResource, azureCli: z.string() }).optional(),
});

/** `GET {bastion}/monitoringPrerequisites`. */
export const monitoringPrerequisites = z.object({
  /** `Blocked` = a refresh is refused; `Unknown` = the fleet does not say which rules there are. */
  sessionMonitoring: z.enum(['Available', 'Blocked', 'Unknown']),
  subnetId: z.string().optional(),
  /** Absent when nothing filters at the subnet. */
  networkSecurityGroupId: z.string().optional(),
  value: z.array(requirement),
});
export type MonitoringPrerequisites = z.infer<typeof monitoringPrerequisites>;
