import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFilter } from '../../../../../../infra/local/webPubSub/odata/parseFilter.ts';

// A filter is made together with what it means, as plain functions: the parser must agree. `rank` is how
// tightly its outermost operator binds (or 1, and 2, not and comparisons 3), so that a model puts
// parentheses only where they are needed, and the parser has to know the precedence.

type Subject = Parameters<ReturnType<typeof parseFilter>>[0];
type Model<T> = { readonly text: string; readonly rank: number; readonly value: (subject: Subject) => T };
type Text = string | null;

const letter = fc.constantFrom('a', 'A', 'b', "'", ' ', 'g1');
const word = fc.array(letter, { maxLength: 3 }).map((letters) => letters.join(''));
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const strings: fc.Arbitrary<Model<Text>> = fc.letrec<{ text: Model<Text> }>((tie) => ({
  text: fc.oneof(
    { depthSize: 'small' },
    fc.constant({ text: 'connectionId', rank: 4, value: (subject: Subject): Text => subject.connectionId }),
    fc.constant({ text: 'UserId', rank: 4, value: (subject: Subject): Text => subject.userId ?? null }),
    word.map((text) => ({ text: quoted(text), rank: 4, value: (): Text => text })),
    tie('text').map(({ text, value }) => ({
      text: `toupper(${text})`,
      rank: 4,
      value: (subject: Subject): Text => value(subject)?.toUpperCase() ?? null,
    })),
  ),
})).text;

const comparisons: fc.Arbitrary<Model<boolean>> = fc.oneof(
  fc.record({ left: strings, right: strings, isEqual: fc.boolean() }).map(({ left, right, isEqual }) => ({
    text: `${left.text} ${isEqual ? 'eq' : 'ne'} ${right.text}`,
    rank: 3,
    // What is missing is neither equal nor unequal to anything.
    value: (subject: Subject): boolean => {
      const [one, other] = [left.value(subject), right.value(subject)];
      return one !== null && other !== null && (one === other) === isEqual;
    },
  })),
  fc
    .record({ of: strings, than: fc.integer({ min: 0, max: 4 }), is: fc.constantFrom('lt', 'ge') })
    .map(({ of, than, is }) => ({
      text: `length(${of.text}) ${is} ${than}`,
      rank: 3,
      value: (subject: Subject): boolean => {
        const length = of.value(subject)?.length;
        return length !== undefined && (is === 'lt' ? length < than : length >= than);
      },
    })),
  strings.map((member) => ({
    text: `${member.text} in groups`,
    rank: 3,
    value: (subject: Subject): boolean => subject.groups.has(member.value(subject) ?? '\0'),
  })),
  fc.record({ of: strings, list: fc.array(word, { maxLength: 3 }) }).map(({ of, list }) => ({
    text: `${of.text} in (${list.map(quoted).join(',')})`,
    rank: 3,
    value: (subject: Subject): boolean => list.some((one) => one === of.value(subject)),
  })),
);

const within = (part: Model<boolean>, rank: number): string =>
  part.rank < rank ? `(${part.text})` : part.text;

const filters: fc.Arbitrary<Model<boolean>> = fc.letrec<{ filter: Model<boolean> }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'medium' },
    comparisons,
    tie('filter').map((part) => ({
      text: `not (${part.text})`,
      rank: 3,
      value: (subject: Subject): boolean => !part.value(subject),
    })),
    fc.tuple(tie('filter'), tie('filter')).map(([left, right]) => ({
      text: `${within(left, 2)} and ${within(right, 2)}`,
      rank: 2,
      value: (subject: Subject): boolean => left.value(subject) && right.value(subject),
    })),
    fc.tuple(tie('filter'), tie('filter')).map(([left, right]) => ({
      text: `${within(left, 1)} or ${within(right, 1)}`,
      rank: 1,
      value: (subject: Subject): boolean => left.value(subject) || right.value(subject),
    })),
  ),
})).filter;

const subjects: fc.Arbitrary<Subject> = fc.record({
  connectionId: word,
  userId: fc.option(word, { nil: undefined }),
  groups: fc.array(word, { maxLength: 2 }).map((groups) => new Set(groups)),
  protocol: fc.constant(undefined),
});

test('the parser agrees with a naive model', () => {
  fc.assert(
    fc.property(filters, subjects, ({ text, value }, subject) => {
      expect(parseFilter(text)(subject)).toBe(value(subject));
    }),
    { numRuns: 2_000 },
  );
});
