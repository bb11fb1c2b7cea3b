import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { filesWithVersion } from './names.ts';

/**
 * `npm run release:prepare -- minor`: the files of the next version, for a pull request. What stands under [Unreleased] in CHANGELOG.md becomes the
 * section of the version, and `dist` is built with its number. Commits nothing.
 */
const packages = 'release/packages';
const increment = process.argv[2];
if (increment === undefined || !['patch', 'minor', 'major'].includes(increment)) {
  process.stderr.write('Usage: npm run release:prepare -- <patch | minor | major>\n');
  process.exit(2);
}
if (!existsSync(`${packages}/node_modules`)) run('npm', ['ci', '--prefix', packages]);
run(process.execPath, [
  `${packages}/node_modules/release-it/bin/release-it.js`,
  increment,
  ...['--ci', '--config', 'release/release-it.json'],
]);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }; // npm wrote it
for (const [file, withVersion] of Object.entries(filesWithVersion))
  writeFileSync(file, withVersion(readFileSync(file, 'utf8'), version));
run('npm', ['run', 'generate']);
run('npm', ['run', 'build']);
process.stdout.write(`${version} is prepared: look at \`git diff\`.\n`);

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
