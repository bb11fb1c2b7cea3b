import { expect, test } from '@jest/globals';
import type { Annotation } from '../../../src/report/texts/annotations.ts';
import { specOf, team } from '../../support/team.ts';

/* `actions/checkout` with `path: repo`: the run reads `repo/kafka/…`, and GitHub knows `kafka/…`. */

test.each([
  ['a spec with an error', specOf({ t1: 1 }).replace('partitions: 1', 'partitions: many')],
  ['a plan with a warning', specOf({ t1: 1 }).replace('replication: 2', 'replication: 1')],
])('links and annotations of %s go to the file of the repository', async (_, spec) => {
  const one = await team();
  const number = one.propose(spec);
  const event = one.planEvent(number);
  const files = [...one.world.github.world.checkout(event.github.sha)].map(
    ([path, bytes]): [string, string | Uint8Array] => [`repo/${path}`, bytes],
  );
  const annotations: Annotation[] = [];
  const ran = await one.world.start(event, {
    inputs: { spec: 'repo/kafka', 'drift-issue': 'false' },
    files: new Map([['repo/.git/HEAD', 'ref: refs/heads/main\n'], ...files]),
    wrap: (ports) => ({
      ...ports,
      runner: { ...ports.runner, annotate: (annotation) => annotations.push(annotation) },
    }),
  });
  const comment = one.comment(number) ?? '';
  expect(`${comment}${ran.log}`).toContain('repo/kafka/spec.yaml:');
  const links = [...comment.matchAll(/\/blob\/[0-9a-f]+\/(.*?)#L\d+/g)].map(([, path]) => path);
  expect(links.length).toBeGreaterThan(0);
  expect(new Set(links)).toEqual(new Set(['kafka/spec.yaml']));
  const placed = annotations.flatMap(({ file }) => (file === undefined ? [] : [file]));
  expect(new Set(placed)).toEqual(new Set(['kafka/spec.yaml']));
});
