/** How frames of a connection look. `raw`: bare payloads, for clients without a subprotocol that is known here. */
export type WireFormat = 'raw' | 'json' | 'protobuf';

export type Subprotocol = { readonly name: string; readonly format: WireFormat; readonly reliable: boolean };

const supported: readonly Subprotocol[] = [
  { name: 'json.webpubsub.azure.v1', format: 'json', reliable: false },
  { name: 'json.reliable.webpubsub.azure.v1', format: 'json', reliable: true },
  { name: 'protobuf.webpubsub.azure.v1', format: 'protobuf', reliable: false },
  { name: 'protobuf.reliable.webpubsub.azure.v1', format: 'protobuf', reliable: true },
];

export function findSubprotocol(name: string): Subprotocol | undefined {
  const lower = name.toLowerCase();
  return supported.find((subprotocol) => subprotocol.name === lower);
}
