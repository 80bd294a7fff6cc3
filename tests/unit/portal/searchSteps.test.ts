import { expect, test } from 'vitest';
import { searchStep } from '../../../portal/searchSteps.ts';

test('a choice is a step of the way back', () => {
  expect(searchStep('step', ['view'], null)).toEqual({ how: 'push', state: null });
});

test('what is typed into a field is one step, however many letters it has', () => {
  const first = searchStep('typed', ['filter'], null);
  const second = searchStep('typed', ['filter'], first.state);

  expect([first.how, second.how]).toEqual(['push', 'replace']);
});

test('another field, and the same one after something else, is another step', () => {
  const { state } = searchStep('typed', ['who'], null);

  expect(searchStep('typed', ['text'], state).how).toBe('push');
  expect(searchStep('typed', ['who'], searchStep('step', ['event'], state).state).how).toBe('push');
});

test('the order of rows is no step, and does not end what is being typed', () => {
  const { state } = searchStep('typed', ['filter'], null);

  expect(searchStep('silent', ['sort'], state)).toEqual({ how: 'replace', state });
});

test.each([null, undefined, 'typed', 7, {}])(
  'an address of somebody else (%j) has nothing typed',
  (state) => {
    expect(searchStep('typed', ['filter'], state).how).toBe('push');
  },
);
