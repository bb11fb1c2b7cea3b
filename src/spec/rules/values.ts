import { error, warning } from './rule.ts';

export const valueRules = {
  'unknown-key': error(
    'a key that the spec does not have',
    'The hint names the nearest key that exists here.',
    'clusters:\n  core: { servce: kafka-core }',
  ),
  'missing-key': error(
    'a key is missing',
    'The place is that of the part that lacks it.',
    'version: 1   # without name and project',
  ),
  'wrong-type': error(
    'a value of the wrong type',
    'YAML reads 7 as a number, true as a boolean and "7" as text. Specs are YAML 1.2: yes, no, on and off are text.',
    'partitions: "six"',
  ),
  'unknown-value': error(
    'a value that is not one of the allowed ones',
    'Case matters.',
    'security_protocol: sasl_ssl',
  ),
  'out-of-range': error(
    'a number or a list is too small or too large',
    'Ranges are those of Kafka and of the Aiven API.',
    'partitions: 0',
  ),
  text: error(
    'a text is empty, too long or holds control characters',
    'It would be refused later, or change how a log line reads.',
    'description: ""',
  ),
  'spec-name': error(
    'the name of the spec cannot be used',
    'It becomes the environment `aiven-kafka/<name>` and the marker of comments and issues.',
    'name: Prod!',
  ),
  'project-name': error(
    'not a name of an Aiven project',
    'Projects are named in lower case with digits, dashes and underscores.',
    'project: acme prod',
  ),
  'service-name': error(
    'not a name of an Aiven service',
    'Services are named in lower case with digits and dashes.',
    'service: Kafka_Core',
  ),
  'profile-name': error(
    'not a name for a topic profile',
    'Letters, digits, dots, dashes and underscores.',
    'topic_profiles:\n  big topics: { partitions: 24 }',
  ),
  'endpoint-name': error(
    'not a name for an integration endpoint',
    'At most 40 characters; the default is the alias.',
    'mirror: { endpoint: on prem }',
  ),
  'cluster-alias': error(
    'not an alias for a cluster',
    'MirrorMaker 2 makes topic and group names of it. The limits are those of `cluster_alias` in the Aiven API.',
    'clusters:\n  on prem: { service: kafka-core }',
  ),
  'cluster-id': error(
    'not a Kafka cluster id',
    'The id that the brokers report, 22 characters as a rule.',
    'cluster_id: "kafka 1"',
  ),
  'topic-name': error(
    'not a name of a topic',
    'org.apache.kafka.common.internals.Topic allows 1 to 249 of a-z, A-Z, 0-9, dot, underscore and dash, but not . and ..',
    'topics:\n  orders/created: {}',
  ),
  username: error(
    'a user name with characters that are not safe',
    'Kafka clients and Aiven put it into a JAAS line, where quotes, semicolons and backslashes end the value.',
    "sasl_plain_username: 'mm2\"; x'",
  ),
  principal: error(
    'not a principal',
    'Kafka knows principals of type User; the name follows the colon.',
    'principal: svc-audit',
  ),
  'acl-host': error(
    'not an address',
    'Brokers compare the host of an ACL with the address of the client: host names and ranges never match. Any spelling of an address is taken, and written as brokers spell it: `::1` becomes `0:0:0:0:0:0:0:1`.',
    'host: app.corp.example',
  ),
  'bootstrap-server': error(
    'not host:port',
    'One broker per list item. Aiven takes at most 256 characters for all of them: name two or three here, and the others under `brokers`.',
    'bootstrap_servers: [kafka-1.corp.example]',
  ),
  'broker-pattern': error(
    'not a broker that may be contacted',
    'Under `brokers` stand host:port, the port exact or *. A host may have one * inside its first label, with at least three labels behind it; addresses are written in full.',
    "brokers: ['*.corp.example:9093']",
  ),
  'name-pattern': error(
    'not a pattern for names',
    'Patterns under `manage`, `groups` and in Aiven ACLs are globs on the whole name: * any run of characters, ? one. Flows use Java regular expressions instead.',
    "scope: ['orders\\..*']",
  ),
  'flow-name': error(
    'not a name of a flow',
    'A flow is called source -> target, two aliases with one space on each side of the arrow.',
    'flows:\n  onprem->core: {}',
  ),
  'secret-in-spec': error(
    'a secret stands in the spec',
    'Secrets are references: `{ secret: NAME }` is the environment variable `KAFKA_SECRET_NAME`, and nothing else in the environment can be named. The value is not repeated in the message. If it was real, change it: it is in the history of the repository.',
    'sasl_plain_password: hunter2-hunter2',
  ),
  'secret-name': error(
    'not a name of a secret',
    'Capital letters, digits and underscores. The variable is always `KAFKA_SECRET_` and the name, so `AIVEN_TOKEN` and `GITHUB_TOKEN` cannot be reached.',
    'sasl_plain_password: { secret: env:AIVEN_TOKEN }',
  ),
  'secret-blank': error(
    'the value of a secret is white space',
    'What set it had nothing to set, such as a variable that is empty. Brokers would be asked with a password of blanks.',
    'sasl_plain_password: { secret: PASSWORD }',
  ),
  'secret-too-short': error(
    'the value of a secret has fewer than 8 characters',
    'A value so short appears by chance in other text, so it cannot be kept out of logs and comments.',
    'sasl_plain_password: { secret: ADMIN }   # KAFKA_SECRET_ADMIN=admin',
  ),
  'secret-is-a-word': error(
    'the value of a secret is a word that reports use, or a name in the spec',
    'Such as `cleanup.policy`, `no-changes`, or the name of the user. It cannot be told from what a report says, so either every report would have holes, or show it. Found where secrets are read, before anything is contacted.',
    'sasl_plain_password: { secret: ADMIN }   # KAFKA_SECRET_ADMIN=cleanup.policy',
  ),
  'secret-too-long': error(
    'the value of a secret is longer than Aiven takes',
    'Aiven takes 256 characters of a password and 16,384 of a certificate or key. The limit is that of `mirror`; `admin` does not go to Aiven.',
    'mirror: { sasl_plain_password: { secret: MM2 } }   # and KAFKA_SECRET_MM2 has 257 characters',
  ),
  'secret-placeholder': error(
    'the value of a secret stands for a secret',
    'A mask such as stars or <redacted>, a GitHub expression or a variable that nobody replaced, or a reference to another tool. Brokers would be asked with it, and Aiven would keep it instead of the real one. The inputs `aiven-token` and `github-token` are looked at in the same way (`input-invalid`).',
    'mirror: { sasl_plain_password: { secret: STARS } }   # the value is ********',
  ),
  'secret-control-character': error(
    'the value of a secret holds a control character',
    'Such as NUL, a tab or an escape sequence of a terminal. Neither SASL nor JSON takes them all, and nobody sees them. PEM values may hold tabs and line breaks.',
    'mirror: { sasl_plain_password: { secret: NUL } }',
  ),
  'secret-line-break': error(
    'a password holds a line break',
    'The line break is sent as a part of the password, and the brokers refuse it. At the end it comes from echo or from copying a line; inside, the secret holds more than the password.',
    'mirror: { sasl_plain_password: { secret: LINE_BREAK } }   # set by echo "$PASSWORD" | gh secret set',
  ),
  'secret-white-space': warning(
    'a password begins or ends with white space',
    'Passwords may, but mostly it was copied by mistake.',
    'mirror: { sasl_plain_password: { secret: SPACE } }   # the value ends with a space',
  ),
  'certificate-unusable': error(
    'a secret holds no certificate that can be read',
    'The value is cut, damaged or something else than PEM.',
    'mirror: { ssl_client_cert: { secret: NO_CERT } }',
  ),
  'certificate-dates': error(
    'no certificate is valid today',
    'All certificates of the file or of the secret have ended, or begin later: TLS refuses every connection.',
    'ssl_ca_cert: { file: certs/expired.pem }',
  ),
  'certificate-old': warning(
    'a CA file holds certificates that are not valid today',
    'Others in the file are valid, so connections work; the old ones only take room of the 16,384 characters.',
    'ssl_ca_cert: { file: certs/old-and-new.pem }',
  ),
  'private-key-format': error(
    'a private key in a form that Kafka does not read',
    'Kafka reads PKCS#8 (BEGIN PRIVATE KEY) without a password. PKCS#1 (BEGIN RSA PRIVATE KEY), SEC1 (BEGIN EC PRIVATE KEY) and encrypted keys have to be converted once.',
    'mirror: { ssl_client_key: { secret: PKCS1 } }',
  ),
  'key-mismatch': error(
    'a private key does not belong to its certificate',
    'They were made at different times, or one of the two secrets was changed alone.',
    'mirror: { ssl_client_cert: { secret: CERT }, ssl_client_key: { secret: OTHER_KEY } }',
  ),
  'file-reference': error(
    'a certificate is not given as a file',
    'Public material stands in a file: `{ file: certs/ca.pem }`.',
    'ssl_ca_cert: certs/ca.pem',
  ),
  'file-unusable': error(
    'a file that the spec names cannot be used',
    'It must be a regular PEM file of certificates inside the repository, without symbolic links and `..`, at most 16,384 characters, and never a private key.',
    'ssl_ca_cert: { file: ../ca.pem }',
  ),
} as const;
