import { describe, expect, test } from '@jest/globals';
import { sourceRules } from '../../../src/mirrormaker/access-source.ts';
import { targetRules } from '../../../src/mirrormaker/access-target.ts';
import { internalTopicRules } from '../../../src/mirrormaker/internal-topics.ts';

const rules = Object.values({ ...sourceRules, ...targetRules, ...internalTopicRules });

/** Rules that hold for every flow, whatever its options; S9, T14 and I9 follow from what the user sees. */
const always = ['S1', 'S9', 'T1', 'T4', 'T5', 'T14', 'I1', 'I2', 'I3', 'I9'];
/** Never derived from a spec. */
const without = ['S7', 'S8', 'T15', 'T17'];

describe('why a right or a topic is needed', () => {
  test.each(rules.filter(({ id }) => ![...always, ...without].includes(id)).map(({ id, why }) => [id, why]))(
    '%s names the option that asks for it: %s',
    (_, why) => expect(why).toMatch(/\b(create_topics|offset_syncs_topic_location|\w+_enabled)\b/),
  );

  test.each(rules.map(({ id, why, without }) => [id, why, without]))(
    '%s completes "because", and says in a sentence what is seen without it',
    (_, why, without) => {
      expect(why).toMatch(/^(MirrorMaker 2|[a-z]).*[^.]$/);
      expect(without).toMatch(/^[A-Z].*\.$/);
    },
  );
});
