import { mergeGroupEvent } from '../../../sandbox/runner/events.ts';
import type { Ports } from '../../../src/run/ports.ts';
import { attachPartner, partnerCertificate } from '../partner-in-aiven.ts';
import { aivenProject, aivenToken, type Ran, type StartOptions, startRunWorld } from '../run-world.ts';
import { secretSpellings } from '../secret-spellings.ts';
import { specOf, Team } from '../team.ts';
import type { Drawn } from './drawn.ts';
import { ofRequests, type Said } from './said.ts';

/** A world with a secret wherever one can be, and everything that its runs say. */
export interface CanaryWorld {
  readonly secrets: Readonly<Record<string, string>>;
  readonly modes: Readonly<Record<string, () => Promise<Ran>>>;
  /** Aiven and GitHub answer with secrets in what they say, until `calm`. */
  storm(): void;
  calm(): void;
  /** Since the start. */
  said(): readonly Said[];
  stop(): Promise<void>;
}

export type Wrap = (ports: Ports) => Ports;

/** `word`: what the old password is, which only Aiven has, when it is to be a word of the reports. */
export async function startCanary(
  draw: Drawn,
  options: { readonly word?: string; readonly wrap?: Wrap } = {},
): Promise<CanaryWorld> {
  const world = await startRunWorld(new Map(), undefined, { redaction: 'off' });
  const one = new Team(world);
  const { aiven, github } = world;
  const [current, unused, random] = [secret(draw), secret(draw), secret(draw)];
  const old = options.word ?? random;
  const admin = aiven.world.service(aivenProject, 'kafka-core').users.get('avnadmin');
  const secrets = {
    KAFKA_SECRET_PARTNER: current,
    KAFKA_SECRET_UNUSED: unused,
    ...(options.word === undefined ? { 'the password that Aiven has': old } : {}),
    'the Aiven token': aivenToken,
    'the password of a user': admin?.password ?? '',
    'the key of a user': admin?.accessKey ?? '',
  };
  attach(one, old, draw);
  const texts: Said[] = [];
  const env = { KAFKA_SECRET_PARTNER: current, KAFKA_SECRET_UNUSED: unused };
  const start: StartOptions = {
    env,
    inputs: { 'drift-issue': 'true', 'direct-push': 'apply' },
    wrap: (ports) => {
      const kept: Ports = {
        ...ports,
        writeFile: async (path, text) => void texts.push({ where: path, text }),
        runner: {
          ...ports.runner,
          annotate: (annotation) => {
            texts.push({ where: 'an annotation', text: Object.values(annotation).join('\n') });
            ports.runner.annotate(annotation);
          },
        },
      };
      return options.wrap?.(kept) ?? kept;
    },
  };
  const listened = async (name: string, work: () => Promise<Ran>): Promise<Ran> => {
    // An apply writes the new one. What nobody has any more, nobody can know for a secret.
    holdOld(one, old);
    const ran = await work();
    texts.push(
      { where: `log of ${name}`, text: ran.log },
      { where: `summary of ${name}`, text: ran.summary },
    );
    for (const [output, text] of Object.entries(ran.outputs))
      texts.push({ where: `output ${output} of ${name}`, text });
    return ran;
  };
  const spec = (days: number): string => `${specOf({ t1: days })}${partner}`;
  github.world.commit({
    files: { 'kafka/spec.yaml': spec(1), 'kafka/certs/partner-ca.pem': partnerCertificate },
  });
  let days = 1;
  const propose = (): number => one.propose(spec(++days));
  const pushed = async (options = start): Promise<Ran> => {
    const before = one.main;
    one.commit(spec(++days));
    return one.pushed(before, options);
  };
  const modes: CanaryWorld['modes'] = {
    plan: () => one.plan(propose(), start),
    apply: () => pushed(),
    'an apply of what was reviewed': async () => {
      const number = propose();
      await one.plan(number, start);
      return one.mergeAndApply(number, start);
    },
    'a refused apply': () => pushed({ ...start, inputs: { ...start.inputs, 'direct-push': 'refuse' } }),
    drift: () => one.drift(start),
    'a merge group': () => {
      const number = propose();
      const baseSha = one.main;
      github.world.branch('queue', { at: baseSha });
      const files = { 'kafka/spec.yaml': spec(days) };
      const headSha = github.world.commit({ branch: 'queue', files, message: `Change (#${number})` });
      return world.start(mergeGroupEvent(world.repository, { number, headSha, baseSha }), start);
    },
    'a plan by hand': () => one.byHand({ mode: 'plan' }, start),
    validate: () => one.plan(propose(), { ...start, inputs: { mode: 'validate' } }),
    'a spec with a secret in the wrong place': () =>
      one.plan(one.propose(spec(1).replace('SCRAM-SHA-512', current)), start),
    'a spec with another secret in a name': () =>
      one.plan(one.propose(spec(1).replace('partner-kafka', `${unused}!`)), start),
  };
  /**
   * Secrets that the run knows by the time that an answer of these routes is read. Reading the endpoints does not fail: what nobody
   * told a run, it cannot keep.
   */
  const knownAt: readonly { readonly path: RegExp; readonly values: readonly string[] }[] = [
    {
      path: /\/service\/mm2-core\//,
      values: [current, unused, aivenToken, old],
    },
    {
      path: /\/service\/kafka-core\/(?:topic|acl|kafka)/,
      values: [current, unused, aivenToken, old, admin?.password ?? '', admin?.accessKey ?? ''],
    },
  ];
  const words = (values: readonly string[]): string => {
    const spell = draw.oneOf([...Object.values(secretSpellings), (text: string) => `${text.slice(0, 11)}…`]);
    return `the request with ${spell(draw.oneOf(values))} is not valid`;
  };
  return {
    secrets,
    modes: Object.fromEntries(
      Object.entries(modes).map(([name, work]) => [name, () => listened(name, work)]),
    ),
    storm: () => {
      for (let count = 0; count < 6; count++) {
        const { path, values } = draw.oneOf(knownAt);
        const status = draw.oneOf([400, 403, 404, 409, 500, 503]);
        const error_code = draw.oneOf(values).replace(/[^\w.-]/g, '');
        const body = { message: words(values), errors: [{ message: words(values), error_code, status }] };
        aiven.faults.add({
          path,
          after: draw.below(4),
          fault: { kind: 'answer', response: { status, body } },
        });
      }
      for (let count = 0; count < 2; count++) {
        const status = draw.oneOf([403, 422, 500, 502]);
        const code = draw.oneOf([current, unused]).replace(/\W/g, '');
        const body = {
          message: words([current, unused]),
          errors: [{ resource: 'Issue', field: 'body', code }],
        };
        github.faults.add({
          path: /./,
          after: draw.below(10),
          fault: { kind: 'answer', response: { status, body } },
        });
      }
    },
    calm: () => {
      aiven.faults.clear();
      github.faults.clear();
    },
    said: () => [...texts, ...ofRequests(github.log.requests)],
    stop: () => world.stop(),
  };
}

/** Flows that fail for a reason that repeats the password which Aiven has. */
function attach(one: Team, old: string, draw: Drawn): void {
  const { world } = one.world.aiven;
  for (const integration of Object.values(attachPartner(world, old))) {
    const spell = draw.oneOf(Object.values(secretSpellings));
    world.setIntegrationStatus(integration, {
      active: false,
      status: 'failed',
      description: `Login failed: ${spell(old)}`,
      errors: [`invalid credentials mm2:${old}`, `${old.slice(0, 10)}…`],
      likelyErrorCause: 'source',
    });
  }
}

const marks = `&<"'|%`;

function holdOld(one: Team, old: string): void {
  const { world } = one.world.aiven;
  const endpoint = world.endpoint(aivenProject, 'partner-kafka');
  if (endpoint !== undefined)
    world.setEndpointUserConfig(endpoint, { ...endpoint.userConfig, sasl_plain_password: old });
}

/** As generators make them, with characters that each notation writes another way. */
function secret(draw: Drawn): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
  const some = (count: number): string =>
    Array.from({ length: count }, () => letters[draw.below(letters.length)]).join('');
  return `${some(9)}${marks[draw.below(marks.length)]}${some(9)}`;
}

const partner = `  partner:
    bootstrap_servers: [kafka.partner.example:9094]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: kafka/certs/partner-ca.pem }
    mirror: { endpoint: partner-kafka, sasl_plain_username: mm2, sasl_plain_password: { secret: PARTNER } }
mirrormaker:
  mm2-core:
    flows:
      core -> partner: { topics: ['t1'], enabled: true }
`;
