import { KafkaFailure } from '../failure.ts';
import { defaultDeadlines, type KafkaOptions } from '../kafka.ts';
import type { Api } from '../protocol/api.ts';
import { type MetadataAnswer, metadata } from '../protocol/metadata.ts';
import { type Address, AllowedBrokers, formatAddress, parseAddress } from './addresses.ts';
import { Link, type LinkOptions } from './link.ts';
import type { Sending } from './write-guard.ts';

/** What the sessions of one cluster have in common: the failure after which none of them tries again. */
export interface SessionMemory {
  final?: KafkaFailure;
}

/**
 * The connections to one cluster: one to a bootstrap server, and one to the controller where the brokers insist
 * on it. A refused login and a wrong cluster are remembered and never tried again.
 */
export class Session {
  readonly #options: KafkaOptions;
  readonly #sending: Sending;
  readonly #closing = new AbortController();
  #start: Start | undefined;
  #opening: Promise<Link> | undefined;
  #controller: Link | undefined;
  /** By `host:port`: brokers that answer for what they lead. */
  readonly #leaders = new Map<string, Promise<Link>>();
  #turn = 0;
  readonly #memory: SessionMemory;
  #closed: KafkaFailure | undefined;
  #sent = 0;

  constructor(options: KafkaOptions, sending: Sending, memory: SessionMemory = {}) {
    this.#options = options;
    this.#sending = sending;
    this.#memory = memory;
  }

  /** Requests sent so far, those of logging in left out. */
  get requestsSent(): number {
    return this.#sent;
  }

  /** Any broker answers. Asked once more, at another server if there is one, when the connection broke. */
  async read<Request, Answer>(api: Api<Request, Answer>, request: Request): Promise<Answer> {
    const link = await this.#bootstrapLink();
    try {
      return await this.#send(link, api, request);
    } catch (error) {
      if (link.isOpen || !(error instanceof KafkaFailure && error.transient)) throw error;
      return this.#send(await this.#bootstrapLink(), api, request);
    }
  }

  /** Whether the brokers answer an API, by its key. */
  async offers(key: number): Promise<boolean> {
    return (await this.#bootstrapLink()).offers(key);
  }

  /** Whether a broker may be contacted, at the address that it advertises. */
  allows(address: Address): boolean {
    return this.#started().linkOptions.allowed.allows(address);
  }

  /** Sent once: a broken connection does not prove that nothing happened. */
  async write<Request, Answer>(api: Api<Request, Answer>, request: Request): Promise<Answer> {
    return this.#send(await this.#bootstrapLink(), api, request);
  }

  /**
   * For the requests that clusters with ZooKeeper take at the controller only. KRaft brokers forward them, so no
   * advertised address is needed there. `refused` says whether the answer is NOT_CONTROLLER throughout.
   */
  async writeAtController<Request, Answer>(
    api: Api<Request, Answer>,
    request: Request,
    refused: (answer: Answer) => boolean,
  ): Promise<Answer> {
    const link = await this.#bootstrapLink();
    const answer = await this.#send(link, api, request);
    if (link.isKRaft || !refused(answer)) return answer;
    return this.#send(await this.#controllerLink(link), api, request);
  }

  /** One broker, at an address that the brokers advertise: only if it may be contacted. Sent once. */
  async readAt<Request, Answer>(
    address: Address,
    api: Api<Request, Answer>,
    request: Request,
  ): Promise<Answer> {
    const { linkOptions } = this.#started();
    linkOptions.allowed.check(address);
    return this.#send(await this.#leaderLink(address, linkOptions), api, request);
  }

  close(): void {
    const closed = new KafkaFailure({
      code: 'unreachable',
      kafkaCode: 'NETWORK_EXCEPTION',
      transient: true,
      message: `the connection to ${this.#options.connection.cluster} was closed`,
    });
    this.#closed ??= closed;
    this.#closing.abort(closed);
  }

  async #send<Request, Answer>(link: Link, api: Api<Request, Answer>, request: Request): Promise<Answer> {
    this.#sent++;
    const { clock, connection, trace = () => {} } = this.#options;
    const begun = clock.monotonic();
    const tell = (outcome: string): void => {
      const tookMs = Math.round(clock.monotonic() - begun);
      trace(`${connection.cluster} ${link.place} ${api.name} v${api.version}: ${outcome} in ${tookMs} ms`);
    };
    try {
      const answer = await link.send(api, request);
      tell('answered');
      return answer;
    } catch (error) {
      tell(error instanceof KafkaFailure ? error.kafkaCode : 'failed');
      throw error;
    }
  }

  async #bootstrapLink(): Promise<Link> {
    const last = this.#opening;
    const usable = await last?.then(
      (link) => link.isOpen,
      () => false,
    );
    if (usable !== true && this.#opening === last) this.#opening = this.#connect();
    // Set above, or by another caller meanwhile.
    return this.#opening ?? this.#connect();
  }

  async #connect(): Promise<Link> {
    this.#throwIfOver();
    const { bootstrap, linkOptions } = this.#started();
    const failures: KafkaFailure[] = [];
    while (failures.length < bootstrap.length) {
      const address = bootstrap[this.#turn++ % bootstrap.length];
      if (address === undefined) break;
      try {
        return await this.#open(address, linkOptions);
      } catch (error) {
        if (!(error instanceof KafkaFailure)) throw error;
        if (!error.transient) this.#memory.final ??= error;
        this.#throwIfOver();
        failures.push(error);
      }
    }
    throw noneAnswered(this.#options.connection.cluster, failures);
  }

  async #open(address: Address, options: LinkOptions): Promise<Link> {
    const link = await Link.open(address, options);
    const pinned = this.#options.connection.clusterId;
    if (pinned === undefined) return link;
    const { clusterId } = await this.#send(link, metadata, { topics: [] });
    if (clusterId === pinned) return link;
    const failure = wrongCluster(link.place, pinned, clusterId);
    await link.close(failure);
    throw failure;
  }

  async #controllerLink(asked: Link): Promise<Link> {
    const answer = await this.#send(asked, metadata, { topics: [] });
    const address = controllerOf(answer, asked.place);
    const { linkOptions } = this.#started();
    linkOptions.allowed.check(address);
    const known = this.#controller;
    if (known?.isOpen && known.address.host === address.host && known.address.port === address.port)
      return known;
    this.#controller = await this.#open(address, linkOptions);
    return this.#controller;
  }

  #throwIfOver(): void {
    const over = this.#memory.final ?? this.#closed;
    if (over) throw over;
  }

  /** The connection that is there already, where it leads to the same broker. */
  async #leaderLink(address: Address, options: LinkOptions): Promise<Link> {
    this.#throwIfOver();
    const bootstrap = await this.#bootstrapLink();
    const key = formatAddress(address);
    if (formatAddress(bootstrap.address) === key) return bootstrap;
    const last = await this.#leaders.get(key)?.catch(() => undefined);
    if (last?.isOpen) return last;
    const opening = this.#open(address, options);
    this.#leaders.set(key, opening);
    return opening;
  }

  #started(): Start {
    this.#start ??= start(this.#options, this.#sending, this.#closing.signal);
    return this.#start;
  }
}

interface Start {
  readonly bootstrap: readonly Address[];
  readonly linkOptions: LinkOptions;
}

function start(
  { connection, cancelled, secrecy, deadlines = defaultDeadlines }: KafkaOptions,
  sending: Sending,
  signal: AbortSignal,
): Start {
  const bootstrap = connection.bootstrapServers.map(parseAddress);
  const allowed = new AllowedBrokers(connection);
  return { bootstrap, linkOptions: { connection, allowed, deadlines, sending, signal, cancelled, secrecy } };
}

function noneAnswered(cluster: string, failures: readonly KafkaFailure[]): KafkaFailure {
  const [first, ...others] = failures;
  if (first !== undefined && others.length === 0) return first;
  return new KafkaFailure({
    code: first?.code ?? 'unreachable',
    kafkaCode: first?.kafkaCode ?? 'NETWORK_EXCEPTION',
    transient: true,
    message: first
      ? `none of the bootstrap_servers of ${cluster} can be used: ${failures.map(({ message }) => message).join('; ')}`
      : `${cluster} has no bootstrap_servers`,
  });
}

function wrongCluster(place: string, pinned: string, found: string | null): KafkaFailure {
  return new KafkaFailure({
    code: 'incomplete',
    kafkaCode: 'INCONSISTENT_CLUSTER_ID',
    transient: false,
    message: `${place} belongs to cluster ${found ?? '(it names none)'}, but cluster_id says ${pinned}; correct bootstrap_servers or cluster_id`,
  });
}

function controllerOf({ brokers, controllerId }: MetadataAnswer, place: string): Address {
  const controller = brokers.find(({ nodeId }) => nodeId === controllerId);
  if (controller) return { host: controller.host, port: controller.port };
  throw new KafkaFailure({
    code: 'unavailable',
    kafkaCode: 'NOT_CONTROLLER',
    transient: true,
    message: `${place} knows no controller at the moment`,
  });
}
