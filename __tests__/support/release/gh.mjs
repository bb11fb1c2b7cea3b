#!/usr/bin/env node
// Stands in for GitHub's command line, as far as the workflows of a release use it: refs of a bare repository, and releases as a line each. What it
// does not know fails. `GH_WORLD` is the folder with `origin.git`; each command is a line of `calls` there.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

const world = process.env.GH_WORLD;
const words = process.argv.slice(2);
appendFileSync(`${world}/calls`, `${words.slice(0, 2).join(' ')}\n`);
const option = (name) => words[words.indexOf(name) + 1];
const field = (name) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
const git = (...args) =>
  execFileSync('git', ['-C', `${world}/origin.git`, ...args], { encoding: 'utf8' }).trim();
const refs = () => git('for-each-ref', '--format=%(refname)').split('\n');
const releases = () =>
  JSON.parse(existsSync(`${world}/releases`) ? readFileSync(`${world}/releases`, 'utf8') : '{}');
const save = (all) => writeFileSync(`${world}/releases`, JSON.stringify(all));
const refuse = (why) => {
  process.stderr.write(`gh: ${why}\n`);
  process.exit(1);
};

const commands = {
  'api repos/o/r/git/matching-refs': () => {
    const [, start] = /matching-refs\/(.*)$/.exec(words[1]) ?? [];
    const found = refs().filter((ref) => ref.startsWith(`refs/${start}`));
    const [, exact] = /\.ref == "([^"]+)"/.exec(option('--jq')) ?? refuse('no such filter');
    process.stdout.write(`${found.filter((ref) => ref === exact).length}\n`);
  },
  'api --method PATCH': () => {
    const ref = `refs/${/git\/refs\/(.*)$/.exec(words[3])?.[1]}`;
    if (!refs().includes(ref)) refuse('Reference does not exist (HTTP 422)');
    if (field('force') !== 'true') refuse('Update is not a fast forward (HTTP 422)');
    git('update-ref', ref, field('sha'));
  },
  'api --method POST': () => {
    if (refs().includes(field('ref'))) refuse('Reference already exists (HTTP 422)');
    git('update-ref', field('ref'), field('sha'));
  },
  'release create': () => {
    const all = releases();
    if (words[2] in all) refuse('a release with the same tag name already exists');
    if (!words.includes('--draft')) refuse('published before it is complete');
    const assets = words.slice(words.indexOf('--notes-file') + 2);
    for (const file of assets) readFileSync(file);
    save({
      ...all,
      [words[2]]: {
        draft: true,
        target: option('--target'),
        notes: readFileSync(option('--notes-file'), 'utf8'),
        assets,
      },
    });
  },
  'release edit': () => {
    const all = releases();
    if (!words.includes('--draft=false') || !all[words[2]]?.draft) refuse('release not found');
    git('update-ref', `refs/tags/${words[2]}`, all[words[2]].target);
    save({ ...all, [words[2]]: { ...all[words[2]], draft: false } });
  },
  'release view': () => {
    if (!(words[2] in releases())) refuse('release not found');
  },
  'release delete': () => {
    const { [words[2]]: gone, ...others } = releases();
    if (gone?.draft !== true) refuse('an immutable release cannot be deleted');
    save(others);
  },
  'release verify': () => {
    if (releases()[words[2]]?.draft !== false) refuse('no attestations found');
  },
  'attestation verify': () => readFileSync(words[2]),
  'pr create': () => {
    if (!refs().includes(`refs/heads/${option('--head')}`)) refuse('Head sha can’t be blank');
  },
};
const called = Object.keys(commands).find((name) => words.join(' ').startsWith(name));
if (called === undefined) refuse(`no such command: ${words.join(' ')}`);
else commands[called]();
