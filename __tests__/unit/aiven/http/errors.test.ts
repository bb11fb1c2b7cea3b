import { describe, expect, test } from '@jest/globals';
import {
  AivenError,
  type AivenErrorDetails,
  unknownFrom,
  writeFailureFrom,
} from '../../../../src/aiven/http/errors.ts';

const operation = { does: 'update topic orders of service core', permission: 'service:data:write' };

function failure(details: Partial<AivenErrorDetails>): AivenError {
  return new AivenError({ kind: 'answer', operation, message: 'words of Aiven', ...details });
}

describe('what a failed read makes unknown', () => {
  test.each([
    [{ status: 401 }, 'unauthenticated'],
    [{ status: 403, code: 'authentication_failed' }, 'unauthenticated'],
    [{ status: 403, code: 'permission_denied' }, 'denied'],
    [{ status: 404, code: 'service_not_found' }, 'not-there'],
    [{ status: 409, code: 'not_powered' }, 'unavailable'],
    [{ status: 409, code: 'service_maintenance_required' }, 'unavailable'],
    [{ status: 409, code: 'kafka_topic_not_synchronized' }, 'incomplete'],
    [{ status: 400 }, 'incomplete'],
    [{ status: 429 }, 'unreachable'],
    [{ status: 503 }, 'unreachable'],
    [{ kind: 'connection' }, 'unreachable'],
    [{ kind: 'timeout' }, 'unreachable'],
    [{ kind: 'redirect' }, 'unreachable'],
    [{ kind: 'malformed' }, 'incomplete'],
    [{ kind: 'not-sent' }, 'incomplete'],
  ] as const)('%j: %s', (details, code) => {
    expect(unknownFrom(failure(details))).toMatchObject({
      state: 'unknown',
      code,
      message: expect.stringContaining('words of Aiven'),
    });
  });
});

describe('what a failed write is called', () => {
  test.each([
    [{ status: 409, code: 'kafka_topic_already_exists' }, '409 kafka_topic_already_exists', false],
    [
      { status: 409, code: 'kafka_partition_reassignment_in_progress' },
      '409 kafka_partition_reassignment_in_progress',
      true,
    ],
    [{ status: 409, code: 'kafka_topic_queued_for_deletion' }, '409 kafka_topic_queued_for_deletion', true],
    [{ status: 409 }, '409', false],
    [{ status: 400, code: 'kafka_topic_invalid_config' }, '400 kafka_topic_invalid_config', false],
    [{ status: 401 }, '401', false],
    [{ status: 404 }, '404', false],
    [{ status: 408 }, '408', true],
    [{ status: 417 }, '417', true],
    [{ status: 429 }, '429', true],
    [{ status: 500 }, '500', true],
    [{ status: 501 }, '501', true],
    [{ kind: 'connection' }, 'connection', true],
    [{ kind: 'timeout' }, 'timeout', true],
    [{ kind: 'malformed' }, 'malformed', true],
    [{ kind: 'not-sent' }, 'not-sent', false],
  ] as const)('%j: %s, transient %s', (details, code, transient) => {
    expect(writeFailureFrom(failure(details))).toEqual({
      state: 'failed',
      code,
      message: 'words of Aiven',
      transient,
      // What is said to be there already may only not be visible yet.
      ...(code.endsWith('already_exists') ? { isThere: true } : {}),
      ...(/^4/.test(code) && code !== '408' ? { isRefused: true } : {}),
    });
  });

  test.each([
    [409, "Topic 'a' already exists", true],
    [409, 'Service integration already exists', true],
    [409, 'Only 1 integration(s) of this type allowed per service', true],
    [400, 'Replication flow a -> b already exists', true],
    [409, 'Cluster only has 2 broker(s), cannot set replication factor to 3', false],
    [409, "Service integration endpoint 'a' is in use", false],
    [500, "Topic 'a' already exists", false],
  ])('%d "%s": is there already: %s', (status, message, isThere) => {
    const operation = { does: 'create topic a', permission: 'x' };
    const said = writeFailureFrom(new AivenError({ kind: 'answer', operation, status, message }));
    expect(said.isThere ?? false).toBe(isThere);
  });

  test('a violated policy of Kafka topics is told as governance, not as a lacking permission', () => {
    const said = writeFailureFrom(failure({ status: 403, code: 'kafka_policy_violation' })).message;
    expect(said).toContain('governance policy');
    expect(said).not.toContain('permission');
  });

  test('a lacking permission is named', () => {
    expect(writeFailureFrom(failure({ status: 403 })).message).toBe(
      'The Aiven token may not update topic orders of service core; that takes the permission service:data:write. ' +
        'Aiven says: words of Aiven',
    );
  });
});

test('a defect of ours is not passed off as an answer of Aiven', () => {
  expect(() => unknownFrom(new TypeError('defect'))).toThrow('defect');
  expect(() => writeFailureFrom(new TypeError('defect'))).toThrow('defect');
});

describe('a 403 in words of its own', () => {
  test.each([
    [{ code: 'permission_denied' }, /^The Aiven token may not update topic orders .* takes the permission/],
    [{ code: 'api_client_ip_allowlist_blocks_caller' }, /from the address of this runner.*no fixed address/],
    [{ code: 'client_ip_address_policy_violation' }, /from the address of this runner/],
    [
      { message: 'Not a project member', project: 'acme' },
      /not a member of project acme, or the name of the project is misspelt/,
    ],
    [{ code: 'user_has_no_access_to_project_with_current_authentication_method' }, /^The sign-on policy/],
    [{ code: 'governance_policy_violation' }, /^A governance policy/],
  ])('%j', (details, words) => {
    const error = failure({ status: 403, ...details });
    expect(writeFailureFrom(error).message).toMatch(words);
    expect(unknownFrom(error)).toMatchObject({ code: 'denied', message: expect.stringMatching(words) });
  });
});
