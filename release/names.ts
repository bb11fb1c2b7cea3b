// What a version is called in the places that name it: tags, files and the changelog. Pure; prepare.ts and assets.ts read and write.

const numbers = /^(\d+)\.(\d+)\.(\d+)$/;

/** The tags that follow the newest release: of its major version and of its minor one, `v0` and `v0.2` for 0.2.3. */
export function floatingTags(version: string): readonly string[] {
  const [, major, minor] = numbers.exec(version) ?? [];
  if (major === undefined || minor === undefined)
    throw new Error(`${version} is no version of the form 1.2.3.`);
  return [`v${major}`, `v${major}.${minor}`];
}

/** The files that name the version beside package.json, and how they read with another one. */
export const filesWithVersion: Readonly<Record<string, (text: string, version: string) => string>> = {
  'src/model/version.ts': (text, version) =>
    replaced(text, /(?<=export const version = ')[^']+/, version, 'src/model/version.ts'),
  'docs/cli.md': (text, version) => replaced(text, /(?<=rev: v)\d+\.\d+\.\d+/, version, 'docs/cli.md'),
};

function replaced(text: string, pattern: RegExp, version: string, file: string): string {
  if (!pattern.test(text)) throw new Error(`${file} names no version where it did.`);
  return text.replace(pattern, version);
}

/**
 * The section of one version in CHANGELOG.md, as the text of its release. Links to files lead to the tag and links inside the page to the changelog
 * there, since a release's page is neither.
 */
export function notesOf(changelog: string, { version, repository }: NotesOf): string {
  const section = changelog.split(/^(?=## \[)/m).find((part) => part.startsWith(`## [${version}]`));
  const text = section?.slice(section.indexOf('\n')).trim() ?? '';
  if (text === '') throw new Error(`CHANGELOG.md says nothing under [${version}].`);
  const files = `https://github.com/${repository}/blob/v${version}/`;
  return text.replaceAll(/\]\((?!https:)(#?)([^)]*)\)/g, (_, hash: string, target: string) =>
    hash === '' ? `](${files}${target})` : `](${files}CHANGELOG.md#${target})`,
  );
}

export interface NotesOf {
  readonly version: string;
  /** `owner/name` on GitHub. */
  readonly repository: string;
}
