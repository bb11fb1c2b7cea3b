import { isIP } from 'node:net';
import { isPrincipal } from '../../model/acl-forms.ts';
import { parseBrokerPattern } from '../../model/broker-pattern.ts';
import { globOfRegex } from '../../model/pattern-language.ts';
import { isTopicName, maxTopicLength, topicCharacters } from '../../model/topic-name.ts';
import { show } from '../rules/report.ts';
import { named, text, valueProblem } from './values.ts';

export const topicName = text(
  {
    description: 'Name of a topic.',
    pattern: topicCharacters.source,
    minLength: 1,
    maxLength: maxTopicLength,
  },
  (written) => {
    if (isTopicName(written)) return undefined;
    const hint = `Use 1 to ${maxTopicLength} of a-z, A-Z, 0-9, dot, underscore and dash; not . or .. alone.`;
    return valueProblem('topic-name', `${show(written)} is not a topic name`, hint);
  },
);

/** MirrorMaker 2 aliases become topic and group names; the limits are those of Aiven's `cluster_alias`. */
const aliasPattern = /^[a-zA-Z0-9_.-]{1,128}$/;
export const alias = named(
  'cluster-alias',
  'cluster alias',
  aliasPattern,
  128,
  'Use 1 to 128 of a-z, A-Z, 0-9, dot, underscore and dash.',
  'Alias of the cluster.',
);

const serviceHint =
  'Use lower-case letters, digits and dashes, starting with a letter, at most 64 characters.';

export const serviceName = (description: string) =>
  named('service-name', 'service name', /^[a-z][a-z0-9-]{0,63}$/, 64, serviceHint, description);

export const projectName = (description: string) =>
  named(
    'project-name',
    'project name',
    /^[a-z0-9][a-zA-Z0-9_-]{0,62}$/,
    63,
    'Use letters, digits, dashes and underscores, starting with a lower-case letter or digit, at most 63 characters.',
    description,
  );

export const specName = named(
  'spec-name',
  'name for a spec',
  /^[a-z0-9][a-z0-9._-]{0,49}$/,
  50,
  'Use lower-case letters, digits, dots, dashes and underscores, at most 50 characters.',
  'Identity of this spec in comments, checks, deployments and the drift issue.',
);

export const profileName = named(
  'profile-name',
  'profile name',
  /^[a-zA-Z0-9_.-]{1,64}$/,
  64,
  'Use letters, digits, dots, dashes and underscores, at most 64 characters.',
  'Name of a topic profile.',
);

/** Aiven's limit on `endpoint_name`. */
export const endpointName = (description: string) =>
  named(
    'endpoint-name',
    'name for an endpoint',
    /^[a-zA-Z0-9_.-]{1,40}$/,
    40,
    'Use letters, digits, dots, dashes and underscores, at most 40 characters; set mirror.endpoint.',
    description,
  );

/** Quotes, semicolons and backslashes end a JAAS value; Aiven and Kafka put user names into one. */
const usernameForbidden = /[\p{Cc}\p{Zl}\p{Zp}"'`;\\]/u;

export const username = (description: string) =>
  text({ description, minLength: 1, maxLength: 256 }, (written) => {
    if (written.length > 0 && written.length <= 256 && !usernameForbidden.test(written)) return undefined;
    const hint = 'Use 1 to 256 characters, without quotes, semicolons, backslashes and control characters.';
    return valueProblem('username', 'the user name holds a character that is not safe', hint);
  });

/** The only principal type of Aiven and of Kafka's own authenticators. */
const principalPattern = /^User:[^\p{Cc}\p{Zl}\p{Zp}]+$/u;

export const principal = (description: string) =>
  text({ description, pattern: '^User:.+$', maxLength: 256, examples: ['User:svc-audit'] }, (written) =>
    isPrincipal(written)
      ? undefined
      : valueProblem('principal', `${show(written)} is not a principal`, principalHint(written)),
  );

/** `svc-a` and `Group:svc-a` are users, or cannot be said at all. */
function principalHint(written: string): string {
  const [, type = '', name = ''] = /^(?:([A-Za-z]+):)?\s*([\w.*?-]+)$/.exec(written) ?? [];
  if (name === '') return 'Write User: and the name: User:svc-audit.';
  const only =
    type === '' || type.toLowerCase() === 'user' ? '' : ' Kafka and Aiven know principals of type User only.';
  return `Write User:${name}.${only}`;
}

const nameOrAddress =
  /^([a-zA-Z0-9]([a-zA-Z0-9_.-]{0,251}[a-zA-Z0-9])?|\[[0-9a-fA-F:.]{2,45}\]):([0-9]{1,5})$/;

function isBroker(written: string): boolean {
  const match = nameOrAddress.exec(written);
  const port = Number(match?.[3]);
  const host = match?.[1] ?? '';
  const isHost = !host.startsWith('[') || isIP(host.slice(1, -1)) === 6;
  return isHost && port >= 1 && port <= 65_535;
}

export const bootstrapServer = text(
  { description: 'One broker, host:port.', examples: ['kafka-1.corp.example:9093'] },
  (written) =>
    isBroker(written)
      ? undefined
      : valueProblem('bootstrap-server', `${show(written)} is not host:port`, brokerHint(written)),
);

function brokerHint(written: string): string {
  const brokers = written.split(',').map((broker) => broker.trim().replace(/^[A-Za-z_+]+:\/\//, ''));
  if (brokers.every(isBroker)) return `Write [${brokers.join(', ')}].`;
  if (/^[a-zA-Z0-9][a-zA-Z0-9.-]*$/.test(written)) return `Add the port, as in ${written}:9092.`;
  return 'Write host:port, the port from 1 to 65535; one broker per list item.';
}

export const allowedBroker = text(
  {
    description: 'host:port; the port may be *, and the first label of the host may hold one *.',
    examples: ['b-*.prod.x1y2z3.c4.kafka.eu-west-1.amazonaws.com:9096', 'kafka-1.corp.example:*'],
  },
  (written) => {
    const parsed = parseBrokerPattern(written);
    if (parsed.ok) return undefined;
    return valueProblem('broker-pattern', `${show(written)} ${parsed.problem}`, parsed.hint);
  },
);

function globHint(written: string): string {
  const glob = globOfRegex(written);
  const meant = glob !== undefined && /^[a-zA-Z0-9._*?-]+$/.test(glob) ? `Write '${glob}'. ` : '';
  return `${meant}Use the characters of topic names, * for any run of characters and ? for one. It is not a regular expression.`;
}

/** A glob on the whole name: `*` any run of characters, `?` exactly one. */
export const topicGlob = (description: string) =>
  text({ description, pattern: '^[a-zA-Z0-9._*?-]+$', minLength: 1, maxLength: maxTopicLength }, (written) =>
    written.length <= maxTopicLength && /^[a-zA-Z0-9._*?-]+$/.test(written)
      ? undefined
      : valueProblem('name-pattern', `${show(written)} is not a pattern for topic names`, globHint(written)),
  );

export const principalGlob = text(
  { description: 'Principal, with * for any run of characters and ? for one.', examples: ['User:svc-*'] },
  (written) =>
    written === '*' || (written.length <= 256 && principalPattern.test(written))
      ? undefined
      : valueProblem(
          'name-pattern',
          `${show(written)} is not a pattern for principals`,
          `${principalHint(written)} In it * stands for any run of characters.`,
        ),
);

export const groupGlob = text(
  { description: 'Consumer group, with * for any run of characters and ? for one.', examples: ['edge-*'] },
  (written) =>
    written.length > 0 && written.length <= 255 && !/\p{Cc}/u.test(written)
      ? undefined
      : valueProblem(
          'name-pattern',
          `${show(written)} is not a pattern for consumer groups`,
          'Write 1 to 255 characters: edge-*.',
        ),
);
