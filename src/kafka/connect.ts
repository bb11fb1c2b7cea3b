import { Call } from './connection/call.ts';
import { Session } from './connection/session.ts';
import { defaultDeadlines, type KafkaCluster, type KafkaOptions } from './kafka.ts';
import { aclWriter } from './kafka-acl.ts';
import { readLoginRights } from './login-rights.ts';
import { readCluster } from './read-cluster.ts';
import { topicWriter } from './topic.ts';

/** Nothing is contacted before the first read or write. */
export function connectKafka(options: KafkaOptions): KafkaCluster {
  const { clock, progress, connection } = options;
  const { cluster } = connection;
  const deadlines = options.deadlines ?? defaultDeadlines;
  const session = new Session(options);
  const begin = (): Call => new Call({ session, clock, limit: deadlines.call, cluster });
  return {
    async readCluster(request) {
      const started = clock.monotonic();
      const sentBefore = session.requestsSent;
      const live = await readCluster(begin(), request);
      const seconds = ((clock.monotonic() - started) / 1000).toFixed(1);
      progress(
        live.topicNames.state === 'known'
          ? `${cluster}: ${live.topicNames.value.length} topics listed, ${request.topics.length} read in full, ${session.requestsSent - sentBefore} requests, ${seconds} s`
          : `${cluster}: not read: ${live.topicNames.message}`,
      );
      return live;
    },
    readLoginRights: (questions) => readLoginRights(begin(), cluster, questions),
    topics: topicWriter({ cluster, begin, requestDeadline: deadlines.request }),
    acls: aclWriter({ cluster, begin }),
    async close() {
      session.close();
    },
  };
}
