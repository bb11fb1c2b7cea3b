import { Call } from './connection/call.ts';
import { Session, type SessionMemory } from './connection/session.ts';
import { defaultDeadlines, type KafkaCluster, type KafkaOptions } from './kafka.ts';
import { externalWriters } from './kinds.ts';
import { readLoginRights } from './login-rights.ts';
import { readCluster } from './read-cluster.ts';
import { readOffsets } from './topics/read-offsets.ts';
import { validateTopics } from './topics/validate-topics.ts';

/** Nothing is contacted before the first read or write. */
export function connectKafka(options: KafkaOptions): KafkaCluster {
  const { clock, progress, connection, cancelled, writeGate } = options;
  const { cluster } = connection;
  const deadlines = options.deadlines ?? defaultDeadlines;
  const memory: SessionMemory = {};
  const asking = new Session(options, 'questions', memory);
  // A connection of its own, so that what only asks can never write, also in a run that writes.
  const writing = options.purpose === 'apply' ? new Session(options, 'anything', memory) : asking;
  const callOf = (session: Session) => (): Call =>
    new Call({ session, clock, limitMs: deadlines.call, cluster, cancelled, writeGate });
  const [ask, write] = [callOf(asking), callOf(writing)];
  return {
    async readCluster(request) {
      const started = clock.monotonic();
      const sentBefore = asking.requestsSent;
      const live = await readCluster(ask(), request);
      const seconds = ((clock.monotonic() - started) / 1000).toFixed(1);
      progress(
        live.topicNames.state === 'known'
          ? `${cluster}: ${live.topicNames.value.length} topics listed, ${request.topics.length} read in full, ${asking.requestsSent - sentBefore} requests, ${seconds} s`
          : `${cluster}: not read: ${live.topicNames.message}`,
      );
      return live;
    },
    readLoginRights: (questions) => readLoginRights(ask(), cluster, questions),
    readOffsets: (wanted) => readOffsets(ask(), wanted),
    validateTopics: (changes) =>
      validateTopics({ call: ask(), cluster, requestTimeoutMs: deadlines.request }, changes),
    ...externalWriters({ cluster, begin: write, requestTimeoutMs: deadlines.request }),
    async close() {
      asking.close();
      writing.close();
    },
  };
}
