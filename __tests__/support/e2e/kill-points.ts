import type { SandboxWorld } from '../../../sandbox/world.ts';

/** A moment of an apply at which the machine is lost. */
export interface KillPoint {
  readonly title: string;
  /** What `killAfter` of the runner takes. */
  readonly when: (world: SandboxWorld, project: string) => RegExp | Promise<unknown>;
}

/** In the order in which an apply passes them. */
export const killPoints: readonly KillPoint[] = [
  printed('before the first write', /^::group::Apply /),
  onBroker('a topic is on the external broker', async ({ onprem }, project) => {
    const topics = await onprem.bridge.describeTopics([`${project}.readings`]);
    return topics.length > 0;
  }),
  effect('Aiven has created a topic and not yet answered', 'topic.create'),
  effect('Aiven has changed a topic and not yet answered', 'topic.update'),
  onBroker('the ACLs are on the external broker', async ({ onprem }, project) => {
    const acls = await onprem.bridge.listAcls();
    return acls.some(({ principal }) => principal === `User:mm2-${project}`);
  }),
  effect('Aiven has added the second native ACL', 'kafka-acl.create', 1),
  effect('Aiven has added an ACL of its own', 'aiven-acl.create'),
  effect('Aiven has created the endpoint', 'endpoint.create'),
  effect('Aiven has attached the first cluster', 'integration.create'),
  effect('Aiven has attached the second cluster', 'integration.create', 1),
  effect('Aiven has created the flow, disabled', 'flow.create'),
  effect('Aiven has enabled the flow', 'flow.update'),
  effect('Aiven has deleted an ACL', 'kafka-acl.delete'),
  effect('Aiven has deleted a topic', 'topic.delete'),
  printed('after the last write', /^::group::Read again/),
];

function printed(title: string, line: RegExp): KillPoint {
  return { title, when: () => line };
}

/** The effect is there, and the action never learns of it: the kill comes before the answer is sent. */
function effect(title: string, route: string, after = 0): KillPoint {
  return {
    title,
    when: ({ aiven }, project) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const path = new RegExp(`/project/${project}/`);
      aiven.faults.add({ route, path, after, fault: { kind: 'call-after-effect', call: resolve } });
      return promise;
    },
  };
}

/** Looks every few milliseconds with another client. */
function onBroker(
  title: string,
  isThere: (world: SandboxWorld, project: string) => Promise<boolean>,
): KillPoint {
  return {
    title,
    when: async (world, project) => {
      while (!(await isThere(world, project))) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}
