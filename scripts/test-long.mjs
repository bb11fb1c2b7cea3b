// What takes too long for every change: many more generated histories, worlds and patterns, every cell of the matrix of what Aiven may do, an
// apply that is killed and cancelled at each of its writes, more rights taken away, and every report looked at in a browser.
// `npm run faults` is apart: it takes longest.
// `npm run test:long -- --part 3/12` runs a twelfth of it, so that a machine with less time can do all of it in parts.
import { runOnNode24 } from './node24.mjs';

const histories = 1000;
/** Of two applies, and of an apply and a drift check. */
const overlaps = 200;
/** With secrets everywhere, each through every mode. */
const canaries = 60;
/** Of each kind. */
const worlds = 500;
/** Projects that are imported, each with a plan without changes. */
const estates = 500;
/** Specs behind whose back somebody was there, each taken over and put back. */
const drifts = 200;
/** Written in every hand, and edited in place. */
const editedSpecs = 3_000;
/** Of the emulated Aiven, told from outside. */
const smokeSettings = 60;
/** Every switch at once, under which all worlds of the matrix are tried. */
const allSwitches = 100;
/** One request of it goes wrong, and a route for good. */
const smokeFaults = 200;
/** Lists in which one entry has a form that is documented nowhere. */
const neighbours = 5_000;
/** Clusters with flows between them, a plan, and what MirrorMaker 2 makes of it. */
const flowEstates = 20_000;
/** Texts near the border of what Java takes for a regular expression. */
const patterns = 200_000;

const [part, parts] = partOf(process.argv.slice(2));
const share = (all) => String(Math.ceil(all / parts));
const generated = (folder, counts, seed) =>
  runOnNode24(['scripts/test.mjs', folder], {
    env: { ...counts, SEED: String(seed + part), ...process.env },
  });

process.exitCode =
  generated(
    'property/run',
    {
      HISTORIES: share(histories),
      OVERLAPS: share(overlaps),
      CANARIES: share(canaries),
    },
    4,
  ) ||
  generated('property/apply', { WORLDS: share(worlds) }, 8) ||
  generated(
    'property/import',
    { ESTATES: share(estates), MANY: part === parts - 1 ? '10000' : '400' },
    130,
  ) ||
  generated('property/adopt', { DRIFTS: share(drifts) }, 13) ||
  generated('property/desired/flow-effects', { FLOW_ESTATES: share(flowEstates) }, 160) ||
  generated('property/spec/edit-in-place', { EDITED_SPECS: share(editedSpecs) }, 190) ||
  generated('property/model/java-regex', { PATTERNS: share(patterns) }, 100) ||
  runOnNode24(['scripts/test.mjs', 'property/aiven/matrix'], {
    env: {
      CELLS: 'all',
      PART: `${part + 1}/${parts}`,
      RANDOM: share(allSwitches),
      SEED: String(part),
      ...process.env,
    },
  }) ||
  generated('integration/smoke', { SETTINGS: share(smokeSettings), FAULTS: share(smokeFaults) }, 20) ||
  generated('property/aiven/odd-neighbours', { ODD: share(neighbours) }, 30) ||
  runOnNode24(['faults/main.ts', '--stops', '--part', `${part + 1}/${parts}`]) ||
  (part === parts - 1 ? last() : 0);

/**
 * What cannot be cut: hostile texts in every report; GitHub failing at every request of an apply; every state of a flow, more single rights on a real MirrorMaker 2, and an apply that is
 * killed at more moments, some minutes each; and the pictures.
 */
function last() {
  const all = {
    env: {
      ...process.env,
      PAYLOADS: 'all',
      VERDICTS: 'all',
      PROOF: 'long',
      KILLS: 'all',
      COMES_RIGHT: 'all',
    },
  };
  const suites = [
    'report/words/hostile',
    'e2e/flow-verdicts',
    'e2e/proof',
    'e2e/kill',
    'integration/run/comes-right',
  ];
  return runOnNode24(['scripts/test.mjs', ...suites], all) || runOnNode24(['pictures/main.ts']);
}

/** Counted from 0, of how many. Every part has seeds of its own. */
function partOf([option, value, ...others]) {
  if (option === undefined) return [0, 1];
  const match = /^(\d+)\/(\d+)$/.exec(value ?? '');
  const [part, parts] = [Number(match?.[1]), Number(match?.[2])];
  if (option === '--part' && others.length === 0 && part >= 1 && part <= parts) return [part - 1, parts];
  process.stderr.write('Usage: npm run test:long -- [--part <number>/<of how many>]\n');
  process.exit(2);
}
