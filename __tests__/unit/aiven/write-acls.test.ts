import { describe, expect, test } from '@jest/globals';
import { type AclEntries, writeAcls } from '../../../src/aiven/acls/write-acls.ts';
import { AivenError } from '../../../src/aiven/http/errors.ts';
import type { KafkaAclId } from '../../../src/model/kafka-acl.ts';
import { provenance, toCreate } from '../../support/aiven/changes.ts';

const operation = { does: 'add an ACL', permission: 'service:data:write' };

function aclId(name: string, permission: KafkaAclId['permission']): KafkaAclId {
  return {
    kind: 'kafka-acl',
    cluster: 'core',
    principal: 'User:orders',
    host: '*',
    resourceType: 'Topic',
    resourceName: name,
    patternType: 'LITERAL',
    operation: 'Read',
    permission,
  };
}

const changesOf = (permission: KafkaAclId['permission'], count: number) =>
  Array.from({ length: count }, (_, index) =>
    toCreate<'kafka-acl'>({ id: aclId(`t.${index}`, permission), provenance }),
  );

/** Writes of denials come before those of grants; each takes a turn of the event loop. */
class Entries implements AclEntries<'kafka-acl'> {
  readonly begun: { readonly permission: KafkaAclId['permission']; readonly besides: readonly string[] }[] =
    [];
  readonly #onTheirWay: string[] = [];
  readonly #refused: string;

  constructor({ refused = '' }: { readonly refused?: string } = {}) {
    this.#refused = refused;
  }

  async list() {
    return [];
  }

  async add(id: KafkaAclId): Promise<void> {
    this.#onTheirWay.push(id.permission);
    this.begun.push({ permission: id.permission, besides: [...this.#onTheirWay] });
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#onTheirWay.splice(this.#onTheirWay.indexOf(id.permission), 1);
    if (id.resourceName === this.#refused)
      throw new AivenError({ kind: 'answer', operation, status: 400, message: 'no' });
  }

  async delete(): Promise<void> {
    throw new Error('nothing is deleted here');
  }

  waveOf({ id }: { readonly id: KafkaAclId }): number {
    return id.permission === 'DENY' ? 0 : 1;
  }
}

describe('ACLs of one wave are written side by side, waves one after the other', () => {
  test('at most eight are on their way', async () => {
    const entries = new Entries();
    const results = await writeAcls(entries, changesOf('ALLOW', 40));
    expect(results.map(({ state }) => state)).toEqual(Array(40).fill('accepted'));
    expect(Math.max(...entries.begun.map(({ besides }) => besides.length))).toBe(8);
  });

  test('no grant begins while a denial is on its way', async () => {
    const entries = new Entries();
    await writeAcls(entries, [...changesOf('ALLOW', 20), ...changesOf('DENY', 20)]);
    expect(entries.begun.map(({ permission }) => permission)).toEqual([
      ...Array(20).fill('DENY'),
      ...Array(20).fill('ALLOW'),
    ]);
    const mixed = entries.begun.filter(({ besides }) => new Set(besides).size > 1);
    expect(mixed).toEqual([]);
  });

  test('one refused denial: the others of its wave are written, no grant is', async () => {
    const entries = new Entries({ refused: 't.3' });
    const results = await writeAcls(entries, [...changesOf('DENY', 10), ...changesOf('ALLOW', 10)]);
    expect(entries.begun.map(({ permission }) => permission)).toEqual(Array(10).fill('DENY'));
    expect(results.filter(({ state }) => state === 'accepted')).toHaveLength(9);
    expect(results.slice(10).map((result) => 'code' in result && result.code)).toEqual(
      Array(10).fill('not-sent'),
    );
  });
});
