import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { filesWithVersion, floatingTags, notesOf } from '../../../release/names.ts';
import { version } from '../../../src/model/version.ts';

describe('a version is named', () => {
  test.each([
    ['0.2.3', ['v0', 'v0.2']],
    ['1.0.0', ['v1', 'v1.0']],
    ['12.34.56', ['v12', 'v12.34']],
  ])('%s by the floating tags %j', (of, tags) => {
    expect(floatingTags(of)).toEqual(tags);
  });

  test.each(['1.2', 'v1.2.3', '1.2.3-beta.1', ''])('and %j is none', (text) => {
    expect(() => floatingTags(text)).toThrow('is no version');
  });

  test.each(Object.entries(filesWithVersion))(
    'in %s, which says what package.json says',
    (file, withVersion) => {
      const text = readFileSync(file, 'utf8');
      expect(withVersion(text, version)).toBe(text);
      expect(withVersion(text, '98.7.6')).toContain('98.7.6');
      expect(() => withVersion('nothing', version)).toThrow(file);
    },
  );
});

describe('the notes of a release', () => {
  const changelog = `# Changelog

## [Unreleased]

- what comes

## [0.2.0] - 2026-12-01

### Changed

- **This** [page](docs/events.md#what), [that](#refused-now) and [elsewhere](https://example.com/a).

## [0.1.0] - 2026-11-01

- begun
`;
  const of = (version: string) => notesOf(changelog, { version, repository: 'o/r' });

  test('are its section, whose links lead to its own tag', () => {
    expect(of('0.2.0')).toBe(`### Changed

- **This** [page](https://github.com/o/r/blob/v0.2.0/docs/events.md#what), [that](https://github.com/o/r/blob/v0.2.0/CHANGELOG.md#refused-now) and [elsewhere](https://example.com/a).`);
    expect(of('0.1.0')).toBe('- begun');
  });

  test('are missed where there is no section, or an empty one', () => {
    expect(() => of('0.3.0')).toThrow('[0.3.0]');
    expect(() => notesOf('## [0.2.0] - 2026-12-01\n', { version: '0.2.0', repository: 'o/r' })).toThrow(
      '[0.2.0]',
    );
  });

  test('are short enough for GitHub, which takes 125,000 characters', () => {
    const unreleased = readFileSync('CHANGELOG.md', 'utf8').replace('## [Unreleased]', '## [9.9.9]');
    expect(notesOf(unreleased, { version: '9.9.9', repository: 'owner/repository' }).length).toBeLessThan(
      125_000,
    );
  });
});
