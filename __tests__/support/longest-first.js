import Sequencer from '@jest/test-sequencer';

/** Those that take minutes, longest first. A worker that began one of them last would run on alone. */
const long = [
  'e2e/proof.test.ts',
  'e2e/kill.test.ts',
  'e2e/story.test.ts',
  'property/run/histories.test.ts',
  'e2e/',
  'integration/sandbox-mirrormaker/service.test.ts',
];

/** Behind them in jest's own order: by the time they took, or by their size where nobody has measured. */
export default class LongestFirst extends Sequencer {
  /** `--shard 1/4`: dealt out in turn, so that no part gets two of the long ones. Each part must deal in the same way, so by path. */
  shard(tests, { shardIndex, shardCount }) {
    return tests
      .toSorted((a, b) => rankOf(a) - rankOf(b) || (a.path < b.path ? -1 : 1))
      .filter((_, index) => index % shardCount === shardIndex - 1);
  }

  sort(tests) {
    return super.sort(tests).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ path }) {
  const rank = long.findIndex((start) => path.replaceAll('\\', '/').includes(`__tests__/${start}`));
  return rank === -1 ? long.length : rank;
}
