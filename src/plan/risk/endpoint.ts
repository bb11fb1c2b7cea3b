import type { ChangeOf, FieldChange, FieldValue } from '../../model/change.ts';
import { commaList } from '../../model/comma-list.ts';
import type { EndpointConfig } from '../../model/endpoint.ts';
import {
  type SaslMechanism,
  type SecurityProtocol,
  saslMechanisms,
  securityProtocols,
} from '../../model/kafka-connection.ts';
import { gateOfDeletion } from '../../model/resource.ts';
import type { RiskDraft } from '../plan.ts';
import { type FieldRule, risk, risksIn, ruleFor, unknownConsequence, type Verdict } from './verdict.ts';

type EndpointUpdate = ChangeOf<'endpoint'> & { readonly action: 'update' | 'replace' };

/** What each field means beyond the restart that every change of an endpoint brings. */
const rules: { readonly [F in keyof EndpointConfig<unknown>]-?: FieldRule<EndpointUpdate> } = {
  bootstrap_servers: servers,
  security_protocol: protocol,
  sasl_mechanism: mechanism,
  sasl_plain_username: ({ field }) => [
    risk('medium', 'login-changes', field, 'Aiven logs in as another user, with the rights of that one'),
  ],
  sasl_plain_password: anotherSecret,
  ssl_ca_cert: authority,
  ssl_client_cert: anotherSecret,
  ssl_client_key: anotherSecret,
  ssl_endpoint_identification_algorithm: hostnameCheck,
};

export function endpointRisks(change: ChangeOf<'endpoint'>): readonly RiskDraft[] {
  switch (change.action) {
    case 'create':
      return holdsSecret(change.fields)
        ? [
            {
              level: 'medium',
              code: 'credentials-handed-over',
              concerns: 'credentials',
              consequence: 'Aiven stores and uses this login',
            },
          ]
        : [];
    case 'delete':
      return [
        {
          level: 'medium',
          code: 'endpoint-removed',
          consequence: 'Aiven forgets how to reach this cluster, its stored credentials included',
          gate: gateOfDeletion('endpoints'),
        },
      ];
    case 'update':
    case 'replace':
      return [
        {
          level: 'medium',
          code: 'connectors-restart',
          consequence: 'all flows that use it pause for about a minute',
        },
        ...change.fields.flatMap((field) => risksIn(endpointFieldVerdict(field, change))),
      ];
  }
}

function endpointFieldVerdict(field: FieldChange, whole: EndpointUpdate): Verdict {
  const rule = ruleFor(rules, field.field);
  return (
    rule?.(field, whole) ?? [
      unknownConsequence(field.field, 'this version does not know the field', 'credentials'),
    ]
  );
}

function holdsSecret(fields: readonly FieldChange[]): boolean {
  return fields.some(({ to }) => to !== null && typeof to === 'object' && 'secret' in to);
}

function redirect(field: string, consequence: string): RiskDraft {
  return { ...risk('high', 'credential-redirect', field, consequence), concerns: 'credentials' };
}

/** Fewer of the same servers send nothing to anybody new. */
function servers({ field, from, to }: FieldChange): Verdict {
  const [before, after] = [serversOf(from), serversOf(to)];
  if (after.length > 0 && after.every((server) => before.includes(server))) return 'harmless';
  return [redirect(field, 'Aiven sends the stored credentials there')];
}

function serversOf(value: FieldValue): readonly string[] {
  if (typeof value !== 'string') return [];
  return commaList(value.toLowerCase()).filter((server) => server !== '');
}

/** What a protocol gives the traffic, and what it asks of Aiven. */
const protocols: {
  readonly [P in SecurityProtocol]: { readonly encrypted: boolean; readonly sendsLogin: boolean };
} = {
  PLAINTEXT: { encrypted: false, sendsLogin: false },
  SSL: { encrypted: true, sendsLogin: false },
  SASL_PLAINTEXT: { encrypted: false, sendsLogin: true },
  SASL_SSL: { encrypted: true, sendsLogin: true },
};

function protocol({ field, from, to }: FieldChange): Verdict {
  const before = securityProtocols.find((known) => known === from);
  const after = securityProtocols.find((known) => known === to);
  if (before === undefined || after === undefined) return notTold(field);
  const [now, then] = [protocols[before], protocols[after]];
  if (now.encrypted && !then.encrypted) {
    return [
      redirect(
        field,
        then.sendsLogin
          ? 'credentials and records cross the network without encryption, and the brokers no longer prove who they are'
          : 'records cross the network without encryption, and the brokers no longer prove who they are',
      ),
    ];
  }
  if (!now.sendsLogin && then.sendsLogin) {
    return then.encrypted
      ? [{ ...login(field, 'Aiven logs in with user and password from then on'), concerns: 'credentials' }]
      : [redirect(field, 'Aiven logs in with user and password from then on, without encryption')];
  }
  if (now.sendsLogin && !then.sendsLogin) {
    return [
      connection(
        field,
        'Aiven no longer logs in with user and password; flows stop if the brokers ask for it',
      ),
    ];
  }
  return [connection(field, 'flows stop if the brokers lack TLS')];
}

/** SCRAM proves that Aiven knows the password; PLAIN tells it to whoever answers. */
const tellsPassword: { readonly [M in SaslMechanism]: boolean } = {
  PLAIN: true,
  'SCRAM-SHA-256': false,
  'SCRAM-SHA-512': false,
};

function mechanism({ field, from, to }: FieldChange): Verdict {
  const before = saslMechanisms.find((known) => known === from);
  const after = saslMechanisms.find((known) => known === to);
  if (to === null)
    return [login(field, 'Aiven no longer logs in by SASL; flows stop if the brokers ask for it')];
  if (after === undefined) return notTold(field);
  const told = before === undefined ? false : tellsPassword[before];
  if (tellsPassword[after] && !told) {
    return [
      redirect(
        field,
        'Aiven tells the brokers the password itself, where SCRAM only proves that it knows it',
      ),
    ];
  }
  return [login(field, 'Aiven logs in in another way; flows stop if the brokers do not offer it')];
}

function authority({ field, from, to }: FieldChange): Verdict {
  const before = Array.isArray(from) ? from : undefined;
  const after = Array.isArray(to) ? to : undefined;
  if (after !== undefined && before !== undefined && after.every((each) => before.includes(each))) {
    return [
      connection(field, 'flows stop if the brokers present certificates of a CA that is no longer trusted'),
    ];
  }
  return [
    redirect(
      field,
      after === undefined
        ? 'Aiven trusts other authorities than this CA: whoever has a certificate of one can pose as the brokers and get the credentials'
        : 'Aiven trusts another CA: whoever holds it can pose as the brokers and get the credentials',
    ),
  ];
}

function hostnameCheck({ field, to }: FieldChange): Verdict {
  switch (to) {
    case 'https':
      return [
        connection(
          field,
          'host names are checked from then on; flows stop if the certificates do not name the brokers',
        ),
      ];
    case '':
      return [
        redirect(
          field,
          'host names are no longer checked: whoever has any certificate of the CA can pose as the brokers and get the credentials',
        ),
      ];
    default:
      return notTold(field);
  }
}

function anotherSecret({ field, to }: FieldChange): Verdict {
  if (to === null)
    return [login(field, 'Aiven no longer logs in with it; flows stop if the brokers ask for it')];
  return [
    {
      ...login(field, 'flows stop if it is refused'),
      concerns: 'credentials',
    },
  ];
}

/** Nobody new gets anything, but the brokers may not go along. */
function connection(field: string, consequence: string): RiskDraft {
  return risk('medium', 'connection-changes', field, consequence);
}

function login(field: string, consequence: string): RiskDraft {
  return risk('medium', 'login-changes', field, consequence);
}

function notTold(field: string): Verdict {
  return [unknownConsequence(field, 'a value is not told, or this version does not know it', 'credentials')];
}
