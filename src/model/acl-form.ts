/** What a client does, as a spec says it in one word. Each is a named rule that stands for entries; plans show it beside them. */
export type AclForm = 'produce' | 'consume' | 'transactional_id';

/** Those that Aiven's own ACL model comes near to. */
export type AivenAclForm = Exclude<AclForm, 'transactional_id'>;
