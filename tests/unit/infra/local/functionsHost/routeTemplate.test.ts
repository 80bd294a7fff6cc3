import { expect, test } from 'vitest';
import { matchRoute, parseRouteTemplate } from '../../../../../infra/local/functionsHost/routeTemplate.ts';

const id = '00000000-0000-4000-8000-000000000001';

test.each([
  // template, path, values (undefined: no match)
  ['items', 'items', {}],
  ['items', 'ITEMS', {}],
  ['Items', 'items/', {}],
  ['items', 'items/1', undefined],
  ['items/{id}', 'items', undefined],
  ['items/{id}', 'items/aB', { id: 'aB' }],
  ['items/{id}', 'items/a%2Fb', { id: 'a%2Fb' }],
  ['items/{id?}', 'items', {}],
  ['items/{id=7}', 'items', { id: '7' }],
  ['items/{id:int=7}', 'items/8', { id: '8' }],
  ['items/{id:int?}', 'items/x', undefined],
  ['items/{id:int?}', 'items', {}],
  ['v{version}/items', 'v2/items', { version: '2' }],
  ['{a}-{b}', 'x-y-z', { a: 'x-y', b: 'z' }],
  ['a.b/{c}', 'aXb/1', undefined],
  ['{{x}}/{c}', '{x}/1', { c: '1' }],
  ['files/{*rest}', 'files', {}],
  ['files/{*rest}', 'files/a/b', { rest: 'a/b' }],
  ['files/{**rest}', 'files/a//b/', { rest: 'a//b/' }],
  ['files/{*rest}', 'files//a', undefined],
  ['files/{*rest}', '/files/a', undefined],
  ['a/{b}/c', 'a//c', undefined],
  ['a/{b}', 'a//', undefined],
  ['{ignored:maxlength(0)?}', '', {}],
  ['{ignored:maxlength(0)?}', 'x', undefined],
  ['', '', {}],
  ['', '/', undefined],
])('%s against %s', (template, path, values) => {
  expect(matchRoute(parseRouteTemplate(template), path)).toEqual(values);
});

test.each([
  ['int', '-12', true],
  ['int', '2147483648', false],
  ['long', '2147483648', true],
  ['long', '9223372036854775808', false],
  ['guid', id, true],
  ['guid', `{${id}}`, true],
  ['guid', `${id}0`, false],
  ['bool', 'TRUE', true],
  ['bool', '1', false],
  ['alpha', 'abc', true],
  ['alpha', 'ab1', false],
  ['decimal', '1.5', true],
  ['double', '1e3', true],
  ['float', 'x', false],
  ['datetime', '2026-01-01', true],
  ['datetime', 'soon', false],
  ['required', 'x', true],
  ['length(2)', 'ab', true],
  ['length(2)', 'abc', false],
  ['length(1,2)', 'ab', true],
  ['minlength(2)', 'a', false],
  ['maxlength(2)', 'abc', false],
  ['min(5)', '4', false],
  ['max(5)', '5', true],
  ['range(1,5)', '6', false],
  ['range(1,5)', 'x', false],
  ['regex(^(a|b:c)$)', 'B:C', true],
  ['regex(^(a|b:c)$)', 'b', false],
  ['regex(^\\d{{3}}$)', '123', true],
  ['regex(^\\d{{3}}$)', '12', false],
  ['alpha:length(3)', 'abc', true],
  ['alpha:length(3)', 'ab', false],
  ['min(1):max(3)', '4', false],
])('the constraint %s lets %s through: %s', (constraint, value, matches) => {
  const template = parseRouteTemplate(`{x:${constraint}}`);

  expect(matchRoute(template, value)).toEqual(matches ? { x: value } : undefined);
});

test.each(['{a', 'a}', '{a:nosuch}', '{*rest}/a', 'x{*rest}', 'a//b', '/a', '{}', '{a:int=1=?x}y}'])(
  'the malformed template %s is refused',
  (template) => {
    expect(() => parseRouteTemplate(template)).toThrow();
  },
);
