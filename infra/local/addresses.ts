/** Where the local stack listens: always loopback. Scripts, docs and tests know these by heart. */
export const defaultPorts = {
  portal: 4280,
  functions: 7071,
  functionsHttps: 7443,
  identity: 7075,
  webPubSub: 8080,
  blobs: 10_000,
  tables: 10_002,
} as const;
export type StackPorts = Record<keyof typeof defaultPorts, number>;

/** What `npm start -- --json` prints: addresses, and the file of the CA that signed `functionsHttps`. */
export type Addresses = {
  readonly portal: string;
  readonly functions: string;
  readonly functionsHttps: string;
  readonly ca: string;
  readonly webPubSub: string;
  readonly tables: string;
  readonly blobs: string;
  readonly identity: string;
};

/** Every Azurite is born with this account and key; they are public. */
const account = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export const storageConnection = (ports: StackPorts): string =>
  `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};` +
  `BlobEndpoint=http://127.0.0.1:${ports.blobs}/${account};TableEndpoint=http://127.0.0.1:${ports.tables}/${account};`;

export function addressesOf(ports: StackPorts, caFile: string): Addresses {
  const at = (port: number, scheme = 'http'): string => `${scheme}://localhost:${port}`;
  return {
    portal: at(ports.portal),
    functions: at(ports.functions),
    functionsHttps: at(ports.functionsHttps, 'https'),
    ca: caFile,
    webPubSub: at(ports.webPubSub),
    tables: `http://127.0.0.1:${ports.tables}/${account}`,
    blobs: `http://127.0.0.1:${ports.blobs}/${account}`,
    identity: at(ports.identity),
  };
}
