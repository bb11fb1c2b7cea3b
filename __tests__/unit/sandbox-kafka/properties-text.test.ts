import { expect, test } from '@jest/globals';
import { propertiesText } from '../../../sandbox/kafka/properties-text.ts';

test.each([
  ['a.b', 'plain value', 'a.b=plain value\n'],
  ['a->b.topics', 'x\\.y,z', 'a->b.topics=x\\\\.y,z\n'],
  ['a b:c=d', ' leading', 'a\\ b\\:c\\=d=\\ leading\n'],
  ['pem', 'one\ntwo\n', 'pem=one\\u000atwo\\u000a\n'],
  ['password', 'ä€', 'password=\\u00e4\\u20ac\n'],
])('%j with %j', (name, value, text) => {
  expect(propertiesText({ [name]: value })).toBe(text);
  expect(propertiesText(new Map([[name, value]]))).toBe(text);
});
