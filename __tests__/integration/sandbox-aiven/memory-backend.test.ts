import { describe } from '@jest/globals';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { backendContract } from './backend-contract.ts';

describe('the memory backend behaves as Kafka does', () => {
  const backend = new MemoryBackend({ brokers: 1 });
  backendContract(() => backend);
});
