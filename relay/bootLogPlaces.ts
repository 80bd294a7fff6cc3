/** Output without a hole: `length` bytes from offset `since` on, in a blob from place `at` on. */
export type Extent = { readonly since: number; readonly at: number; readonly length: number };

/** What the metadata of a boot log's blob says. */
export type Places = {
  /** The journal in which the offsets are counted. */
  readonly epoch: string;
  /** Who wrote it last, if that is known. */
  readonly relay?: string | undefined;
  /** Of the lease with which it did. Those of two relays cannot be compared. */
  readonly fence: number;
  /** How many blobs were sealed before this one. */
  readonly sealed: number;
  /** Ascending, never empty. The last one grows with the blob. */
  readonly extents: readonly Extent[];
  /** Up to where this boot log has the output of other journals, the last one last: their relays may come back. */
  readonly others: readonly Other[];
};

type Other = { readonly epoch: string; readonly to: number };

/** A machine that is given back and forth among more relays has some of its log twice. */
const maxOthers = 8;

/** What a journal that goes on behind those of `places` knows of them. */
export function othersBehind(epoch: string, { others, ...places }: Places): readonly Other[] {
  const last = places.extents.at(-1) ?? { since: 0, length: 0 };
  const all = [...others, { epoch: places.epoch, to: last.since + last.length }];
  return all.filter((other) => other.epoch !== epoch).slice(-maxOthers);
}

/** A blob's metadata may have 8 KiB. One with so many holes is sealed though it is not full. */
export const maxExtents = 100;

export function toMetadata({ epoch, relay, fence, sealed, extents, others }: Places): Record<string, string> {
  const last = extents.at(-1) ?? { since: 0, at: 0 };
  const earlier = extents.slice(0, -1).map(({ since, at, length }) => `${since}:${at}:${length}`);
  return {
    epoch,
    ...(relay === undefined ? {} : { relay }),
    fence: String(fence),
    since: String(last.since),
    at: String(last.at),
    sealed: String(sealed),
    ...(earlier.length === 0 ? {} : { earlier: earlier.join(' ') }),
    ...(others.length === 0 ? {} : { others: others.map(({ epoch, to }) => `${epoch}:${to}`).join(' ') }),
  };
}

/** Undefined for a blob that nobody described. `length` is the blob's. */
export function fromMetadata(metadata: Readonly<Record<string, string>>, length: number): Places | undefined {
  const {
    epoch,
    relay,
    fence = '0',
    since,
    at,
    sealed = '0',
    earlier = '',
    others: journals = '',
  } = metadata;
  if (epoch === undefined || since === undefined || at === undefined) return undefined;
  const closed = earlier.split(' ').filter(Boolean).map(toExtent);
  const last = { since: Number(since), at: Number(at), length: Math.max(0, length - Number(at)) };
  const others = journals.split(' ').filter(Boolean).map(toOther);
  const extents = [...closed, last];
  const places = { epoch, relay, fence: Number(fence), sealed: Number(sealed), extents, others };
  const numbers = [
    places.fence,
    places.sealed,
    ...extents.flatMap((one) => [one.since, one.at, one.length]),
    ...others.map(({ to }) => to),
  ];
  return numbers.every((value) => Number.isSafeInteger(value) && value >= 0) ? places : undefined;
}

function toOther(text: string): Other {
  const [epoch = '', to] = text.split(':');
  return { epoch, to: Number(to) };
}

function toExtent(text: string): Extent {
  const [since = Number.NaN, at = Number.NaN, length = Number.NaN] = text.split(':').map(Number);
  return { since, at, length };
}
