import { beforeAll, describe, expect, test } from '@jest/globals';
import { effects, type Opener, openers } from './house.ts';
import { breaches, circle, compilerErrors, lawful } from './planted.ts';
import { type Refusal, refusalsOf, spellingsThatAllow } from './refusals.ts';
import { type View, viewOf } from './view.ts';

let view: View;
let refusals: readonly Refusal[];

beforeAll(() => {
  const planted = [...breaches, ...compilerErrors, ...circle, ...lawful];
  view = viewOf(Object.fromEntries(planted.map(({ file, text }) => [file, text])));
  refusals = refusalsOf(view);
});

function refusedIn(file: string): readonly Refusal[] {
  return refusals.filter((refusal) => refusal.file === file);
}

test('src is as the house allows it', () => {
  expect(view.files.length).toBeGreaterThan(400);
  expect(refusals.filter(({ file }) => !file.includes('/planted-'))).toEqual([]);
});

describe('no file may do more than it does', () => {
  test.each(Object.keys(effects))('%s', (file) => {
    expect(view.files).toContain(file);
    const globals = view.globals.filter((seen) => seen.file === file).flatMap(spellingsThatAllow);
    expect(effects[file]?.globals?.filter((name) => !globals.includes(name)) ?? []).toEqual([]);
    const imports = view.imports.filter((seen) => seen.file === file);
    const named = imports.flatMap(({ specifier, names }) => names.map((name) => `${name} of ${specifier}`));
    const granted = Object.entries(effects[file]?.node ?? {}).flatMap(([specifier, names]) =>
      names.map((name) => `${name} of ${specifier}`),
    );
    expect(granted.filter((name) => !named.includes(name))).toEqual([]);
  });

  const calls = (Object.keys(openers) as Opener[]).flatMap((opener) =>
    openers[opener].calledIn.map((file) => [opener, file] as const),
  );
  test.each(calls)('%s is called in %s', (opener, file) => {
    expect(view.openings.filter((seen) => seen.opener === opener).map((seen) => seen.file)).toContain(file);
  });
});

describe('a breach is refused', () => {
  test.each(breaches)('$kind, $file: $text', ({ file, kind }) => {
    expect(refusedIn(file).map((refusal) => refusal.kind)).toContain(kind);
  });

  test('a circle, also one of types over two folders', () => {
    const circles = refusals.filter(({ kind }) => kind === 'circle');
    expect(circles.map(({ what }) => what.split(' → ').length)).toEqual([4]);
    expect(circle.map(({ file }) => file)).toContain(circles[0]?.file);
  });

  test.each(compilerErrors)('by the compiler itself: $text', ({ file }) => {
    expect(view.errors.get(file)).not.toEqual([]);
  });

  test.each(lawful)('and nothing that only looks like one: $text', ({ file }) => {
    expect(refusedIn(file)).toEqual([]);
    expect(view.errors.get(file)).toEqual([]);
  });
});
