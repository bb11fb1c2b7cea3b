import { type Reading, unknown } from '../../model/reading.ts';
import type { LiveTopic } from '../../model/topic.ts';
import { topicWithAnyConfig } from '../wire/topic.ts';
import { isUsualTopic } from '../wire/usual-form.ts';
import { liveTopic } from './live-topic.ts';
import { SharedConfigs } from './shared-configs.ts';

/** Reads the topics of one service, whatever form their answers have: what is equal in them is kept once. */
export function topicReader(
  cluster: string,
): (name: string, answer: unknown) => Reading<LiveTopic | undefined> {
  const shared = new SharedConfigs();
  return (name, answer) => {
    const wire = isUsualTopic(answer)
      ? { success: true as const, data: answer }
      : topicWithAnyConfig.safeParse(answer);
    if (!wire.success) return otherForm(name, wire.error.issues[0]?.path ?? []);
    const config = shared.read(wire.data.config);
    if ('path' in config) return otherForm(name, ['config', ...config.path]);
    return liveTopic(cluster, wire.data, config);
  };
}

function otherForm(name: string, path: readonly PropertyKey[]): Reading<LiveTopic | undefined> {
  const where = path.map(String).join('.');
  return unknown(
    'incomplete',
    `Aiven's answer for topic ${name} does not have the documented shape at ${where}`,
  );
}
