/**
 * One side of some traffic: addresses, service tags that Azure counts them to, or both. A rule must take in all
 * of it to decide about it.
 */
export type Endpoint = {
  /** Ranges such as `10.0.0.0/16`; empty when only the tags are known, as of Azure's own services. */
  readonly prefixes: readonly string[];
  readonly tags: readonly string[];
};

/** What is asked about: may these addresses reach those, on this port? */
export type Traffic = {
  readonly direction: 'Inbound' | 'Outbound';
  readonly protocol: 'Tcp' | 'Udp' | 'Icmp';
  readonly source: Endpoint;
  /** Left out: whatever port the sender happens to use. */
  readonly sourcePort?: number;
  readonly destination: Endpoint;
  readonly destinationPort: number;
};

/** Health probes and Azure's own services reach a machine from here. */
export const platformAddress = '168.63.129.16';
