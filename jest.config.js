export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/__tests__/support/strip-types.js' },
  modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/lib'],
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts'],
  testSequencer: '<rootDir>/__tests__/support/longest-first.js',
  reporters: ['default', '<rootDir>/__tests__/support/closing-line.js'],
  // On two cores: while one suite waits for brokers or for a time-out, two others have work. Suites never share a world.
  maxWorkers: 3,
  // Each suite loads modules of its own and leaves some of them behind; a worker that has grown is replaced.
  workerIdleMemoryLimit: '1500MB',
  // A bound against hanging, not a measure: on two busy cores everything takes ten times as long.
  testTimeout: 300_000,
  restoreMocks: true,
};
