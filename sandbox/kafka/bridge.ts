import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type BackendCommit, KafkaBackendError } from '../kafka-backend.ts';
import type { KafkaBridge } from './sandbox-kafka.ts';

/** The TypeScript end of `java/KafkaBridge.java`: requests and answers as lines of JSON, several in flight. */
export interface BridgeConnection {
  call(method: string, params?: object): Promise<unknown>;
  /** The first line, which says whether the node started. Rejects if there is none. */
  readonly started: Promise<void>;
}

/** Keeps Node from ending only while an answer is awaited. `describeEnd` explains why there will be none. */
export function connectBridge(
  requests: Socket,
  answers: Socket,
  describeEnd: () => string,
): BridgeConnection {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const started = Promise.withResolvers<void>();
  // Awaited only after all nodes were launched; it may have failed by then.
  started.promise.catch(() => undefined);
  let lastId = 0;
  let ended = false;

  createInterface({ input: answers }).on('line', (line) => {
    const answer = parseAnswer(line);
    if ('id' in answer) settle(answer);
    else if ('failed' in answer) started.reject(new Error(answer.failed));
    else started.resolve();
    if (waiting.size === 0) answers.unref();
  });
  const settle = ({ id, result, error }: MethodAnswer): void => {
    const request = waiting.get(id);
    waiting.delete(id);
    if (error) request?.reject(new KafkaBackendError(error.code, error.message));
    else request?.resolve(result);
  };
  const end = (): void => {
    ended = true;
    started.reject(new Error(describeEnd()));
    for (const request of waiting.values()) request.reject(new Error(describeEnd()));
    waiting.clear();
  };
  answers.on('close', end);
  requests.on('error', end);

  return {
    started: started.promise,
    call: (method, params = {}) => {
      if (ended) return Promise.reject(new Error(describeEnd()));
      lastId += 1;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(lastId, answer);
      answers.ref();
      requests.write(`${JSON.stringify({ id: lastId, method, params })}\n`);
      return answer.promise;
    },
  };
}

/** Closing it refuses further calls; the broker goes on. */
export function kafkaBridge(connection: BridgeConnection): KafkaBridge {
  let closed = false;
  // The Java side answers in the shapes of `KafkaBackend` and `KafkaBridge`; its tests hold it to them.
  async function call<T>(method: string, params?: object): Promise<T> {
    if (closed) throw new Error(`${method}: this bridge is closed`);
    return (await connection.call(method, params)) as T;
  }
  async function order(method: string, params?: object): Promise<void> {
    await call(method, params);
  }
  return {
    brokers: () => call('brokers'),
    clusterId: () => call('clusterId'),
    listTopics: () => call('listTopics'),
    describeTopics: (names) => call('describeTopics', { names }),
    committed: async () => {
      const groups = await call<readonly string[]>('listGroups');
      const found = groups.map(async (group) => {
        const offsets = await call<readonly Omit<BackendCommit, 'group'>[]>('committedOffsets', { group });
        return offsets.map((offset) => ({ group, ...offset }));
      });
      return (await Promise.all(found)).flat();
    },
    createTopic: (topic) => order('createTopic', topic),
    createPartitions: (topic, total) => order('createPartitions', { topic, total }),
    alterTopicConfig: (topic, config) => order('alterTopicConfig', { topic, config }),
    deleteTopic: (topic) => order('deleteTopic', { topic }),
    listAcls: () => call('listAcls'),
    listAclsAs: (user) => call('listAclsAs', { user }),
    createAcl: (acl) => order('createAcl', { acl }),
    deleteAcl: (acl) => order('deleteAcl', { acl }),
    createUser: (user) => order('createUser', user),
    deleteUser: (name) => order('deleteUser', { name }),
    listGroups: () => call('listGroups'),
    committedOffsets: (group) => call('committedOffsets', { group }),
    produce: (topic, records, as) => call('produce', { topic, records, as }),
    consume: (topic, { max = 1000, timeoutMs = 30_000, group, as } = {}) =>
      call('consume', { topic, max, timeoutMs, group, as }),
    close: async () => {
      closed = true;
    },
  };
}

interface MethodAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

type Answer = { readonly started: true } | { readonly failed: string } | MethodAnswer;

function parseAnswer(line: string): Answer {
  // Written by `KafkaNode.java` and `KafkaBridge.java` only.
  return JSON.parse(line) as Answer;
}
