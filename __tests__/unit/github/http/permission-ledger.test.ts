import { expect, test } from '@jest/globals';
import { GitHubError, type Permission } from '../../../../src/github/http/github-error.ts';
import { PermissionLedger } from '../../../../src/github/http/permission-ledger.ts';

function refused(permission: Permission): GitHubError {
  return new GitHubError('GET /', { kind: 'missing-permission', permission });
}

test.each<[string, (ledger: PermissionLedger) => void, string, string]>([
  ['nothing shows nothing', () => {}, 'unknown', 'unknown'],
  ['who reads may not write for that', (ledger) => ledger.grant('issues: read'), 'granted', 'unknown'],
  ['who writes may read', (ledger) => ledger.grant('issues: write'), 'granted', 'granted'],
  [
    'who may not read may not write',
    (ledger) => ledger.learnFrom(refused('issues: read')),
    'missing',
    'missing',
  ],
  [
    'who may not write may read',
    (ledger) => ledger.learnFrom(refused('issues: write')),
    'unknown',
    'missing',
  ],
  [
    'another failure shows nothing',
    (ledger) => ledger.learnFrom(new GitHubError('GET /', { kind: 'unavailable' })),
    'unknown',
    'unknown',
  ],
  ['another name shows nothing', (ledger) => ledger.learnFrom(refused('checks: read')), 'unknown', 'unknown'],
])('%s', (_, happen, read, write) => {
  const ledger = new PermissionLedger();
  happen(ledger);
  expect([ledger.knows('issues: read'), ledger.knows('issues: write')]).toEqual([read, write]);
});
