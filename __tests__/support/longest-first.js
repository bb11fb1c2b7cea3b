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
  sort(tests) {
    const rankOf = ({ path }) => {
      const rank = long.findIndex((start) => path.replaceAll('\\', '/').includes(`__tests__/${start}`));
      return rank === -1 ? long.length : rank;
    };
    return super.sort(tests).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
