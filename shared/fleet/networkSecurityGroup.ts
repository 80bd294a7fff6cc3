import { z } from 'zod';

const text = z.string().min(1);

/**
 * A security rule in ARM's words. Of each pair of members (`…Prefix`/`…Prefixes`, `…Range`/`…Ranges`) Azure keeps
 * one; both are read. Words such as `Tcp`, `Inbound` or `VirtualNetwork` compare without regard to case.
 */
const securityRule = z.strictObject({
  name: text,
  priority: z.number().int().min(100).max(4096),
  direction: text,
  access: text,
  protocol: text,
  sourceAddressPrefix: text.optional(),
  sourceAddressPrefixes: z.array(text).optional(),
  sourcePortRange: text.optional(),
  sourcePortRanges: z.array(text).optional(),
  destinationAddressPrefix: text.optional(),
  destinationAddressPrefixes: z.array(text).optional(),
  destinationPortRange: text.optional(),
  destinationPortRanges: z.array(text).optional(),
});
export type SecurityRule = z.infer<typeof securityRule>;

export const networkSecurityGroup = z.strictObject({
  resourceId: z.string(),
  name: text,
  location: z.string(),
  securityRules: z.array(securityRule),
});
export type NetworkSecurityGroup = z.infer<typeof networkSecurityGroup>;

/** The subnet that a bastion is in, and what of its virtual network the rules are about. */
export const bastionSubnet = z.strictObject({
  resourceId: z.string(),
  addressPrefix: text,
  /** What the tag `VirtualNetwork` stands for: the network's own addresses and those of its peers. */
  virtualNetworkPrefixes: z.array(text),
  /** Left out: the subnet has no network security group, so nothing is filtered. */
  networkSecurityGroupId: z.string().optional(),
});
export type BastionSubnet = z.infer<typeof bastionSubnet>;
