export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/__tests__/support/strip-types.js' },
  modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/lib'],
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts'],
  testSequencer: '<rootDir>/__tests__/support/longest-first.js',
  reporters: ['default', '<rootDir>/__tests__/support/closing-line.js'],
  // Jest leaves one core alone, which on two cores means one suite at a time; half of them wait for brokers.
  maxWorkers: 2,
  // A bound against hanging, not a measure: on two busy cores everything takes ten times as long.
  testTimeout: 300_000,
  restoreMocks: true,
};
