import { expect, test } from 'vitest';
import { joinHeaders, joinQuery } from '../../../../../infra/local/functionsHost/requestData.ts';

test('repeated headers are one, lower-case and joined with a comma', () => {
  expect(joinHeaders(['X-A', '1', 'Host', 'h', 'x-a', '2', 'Empty', ''])).toEqual({
    'x-a': '1,2',
    host: 'h',
    empty: '',
  });
});

test('repeated query keys are one, ignoring case, under the first spelling', () => {
  const query = new URLSearchParams('?Aa=1&b=%20x&aa=2&AA=3');

  expect(joinQuery(query)).toEqual({ Aa: '1,2,3', b: ' x' });
});
