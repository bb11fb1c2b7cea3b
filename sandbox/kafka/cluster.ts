import { randomBytes } from 'node:crypto';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownDirectory } from '../own-directory.ts';
import { parseAuthorizerLog } from './authorizer-log.ts';
import { kafkaBridge } from './bridge.ts';
import { createCertificateAuthority } from './certificate-authority.ts';
import { type KafkaDistribution, kafkaDistribution } from './distribution.ts';
import { type NodeProcess, startNodeProcess } from './node-process.ts';
import type { KafkaClusterOptions, KafkaUser, SandboxKafka } from './sandbox-kafka.ts';
import { clientProperties, serverProperties } from './server-properties.ts';
import { runKafkaTool } from './tools.ts';

const ADMIN = 'admin';
const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Starts real Apache Kafka brokers (KRaft, `StandardAuthorizer`, SCRAM-SHA-512 over TLS). Resolves when an authenticated
 * Metadata request was answered by all of them. Rejects with `MissingProgramError` where Java or Maven is missing.
 */
export async function startKafkaCluster(options: KafkaClusterOptions): Promise<SandboxKafka> {
  const distribution = await kafkaDistribution(options.version);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnFreePorts(options, distribution);
    } catch (error) {
      // Between finding a free port and the broker's bind, another process can take it.
      if (attempt === 3 || !String(error).includes('BindException')) throw error;
    }
  }
}

async function startOnFreePorts(
  options: KafkaClusterOptions,
  distribution: KafkaDistribution,
): Promise<SandboxKafka> {
  const { name, brokers = 1 } = options;
  const directory = await ownDirectory(`sandbox-kafka-${name}`, options.directory);
  const ports = await freePorts(brokers + 1);
  const bootstrapServers = ports
    .slice(1)
    .map((port) => `localhost:${port}`)
    .join(',');
  const admin = { username: ADMIN, password: randomPassword() };
  const clusterId = randomClusterId();
  const authority = createCertificateAuthority(`${name} sandbox CA`);
  const truststore = join(directory, 'ca.pem');
  const users = new Map<string, KafkaUser>();
  const nodes: NodeProcess[] = [];

  const writePrivate = async (file: string, text: string): Promise<string> => {
    const path = join(directory, file);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
  const clientFile = (user: KafkaUser): Promise<string> =>
    writePrivate(
      `${encodeURIComponent(user.name)}.client.properties`,
      clientProperties({ bootstrapServers, truststore, username: user.name, password: user.password }),
    );
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
    await rm(directory, { recursive: true, force: true });
  };

  try {
    await writePrivate('ca.pem', authority.pem);
    const adminProperties = await clientFile({ name: ADMIN, password: admin.password });
    const controllerPassword = randomPassword();
    for (let id = 1; id <= brokers; id += 1) {
      const server = authority.issue({ commonName: 'localhost', hosts: ['localhost', '127.0.0.1'] });
      const settings = serverProperties({
        id,
        roles: id === 1 ? 'broker,controller' : 'broker',
        port: ports[id] ?? 0,
        controllerPort: ports[0] ?? 0,
        controllerPassword,
        admin,
        keystore: await writePrivate(
          `node-${id}.pem`,
          server.privateKeyPem + server.certificatePem + authority.pem,
        ),
        truststore,
        logDirectory: join(directory, `node-${id}`),
        brokers,
        autoCreateTopics: options.autoCreateTopics ?? false,
        alsoIPv6: options.alsoIPv6 ?? false,
        more: options.properties ?? {},
      });
      nodes.push(
        startNodeProcess({
          name: `node-${id}`,
          distribution,
          directory,
          serverProperties: await writePrivate(`node-${id}.properties`, settings),
          ...(id === 1 ? { adminProperties } : {}),
          setup: { clusterId, users: [{ name: ADMIN, password: admin.password }] },
          log4jConfiguration: join(here, 'log4j2.properties'),
          heapMb: options.heapMb,
        }),
      );
    }
    const [first] = nodes;
    if (!first) throw new Error('a cluster needs at least one broker');
    const bridge = kafkaBridge(first.bridge);
    await withTimeout(90_000, `Kafka cluster ${name} did not start`, async () => {
      await Promise.all(nodes.map((node) => node.bridge.started));
      while ((await bridge.brokers()) < brokers) await new Promise((resolve) => setTimeout(resolve, 100));
    });
    const createUser = async (user: KafkaUser): Promise<void> => {
      await bridge.createUser(user);
      users.set(user.name, user);
    };
    await Promise.all((options.users ?? []).map(createUser));

    return {
      name,
      version: distribution.version,
      bootstrapServers,
      caPem: authority.pem,
      clusterId,
      admin,
      get users() {
        return [...users.values()];
      },
      directory,
      pids: nodes.map((node) => node.pid),
      createUser: (user, password) => createUser({ name: user, password }),
      deleteUser: async (user) => {
        await bridge.deleteUser(user);
        users.delete(user);
      },
      brokerLog: () => readFile(join(directory, 'node-1-broker.log'), 'utf8'),
      authorizerLog: async (part = '') => {
        const logs = await Promise.all(
          nodes.map((_, index) => readFile(join(directory, `node-${index + 1}-authorizer.log`), 'utf8')),
        );
        return logs.flatMap((log) => parseAuthorizerLog(log, part));
      },
      clearAuthorizerLog: async () => {
        await Promise.all(
          nodes.map((_, index) => truncate(join(directory, `node-${index + 1}-authorizer.log`))),
        );
      },
      tools: (className, args, input) =>
        runKafkaTool({
          distribution,
          className,
          args,
          bootstrapServers,
          adminProperties,
          input,
        }),
      clientProperties: async (user) => {
        if (user === ADMIN) return adminProperties;
        const known = users.get(user);
        if (!known) throw new Error(`Kafka cluster ${name} has no user ${user}`);
        return clientFile(known);
      },
      bridge: async () => kafkaBridge(first.bridge),
      stop,
    };
  } catch (error) {
    const log = await readFile(join(directory, 'node-1-broker.log'), 'utf8').catch(() => '');
    await stop();
    throw new Error(`Kafka cluster ${name} did not start: ${String(error)}\n${log.slice(-2000)}`, {
      cause: error,
    });
  }
}

/** Held open together, so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Server>((resolve, reject) => {
          const server = createServer().once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function withTimeout<T>(milliseconds: number, message: string, work: () => Promise<T>): Promise<T> {
  const expired = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => expired.reject(new Error(`${message} within ${milliseconds / 1000} s`)),
    milliseconds,
  );
  try {
    return await Promise.race([work(), expired.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** As Kafka's `Uuid.randomUuid`: never with a leading `-`, which its tools would take for an option. */
function randomClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? randomClusterId() : id;
}

function randomPassword(): string {
  return randomBytes(18).toString('base64url');
}
