import { defineConfig } from 'vitest/config';

// One project per kind of test, as in docs/architecture.md. Integration and end-to-end tests start real
// processes and wait for them: two files at a time keep two cores busy, more would only slow each other. The
// machines are shared: what is polled for may take long, and what fails there once, for want of time, has a
// second try. Bugs fail twice.
const patient = { expect: { poll: { timeout: 30_000 } } };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...patient, name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      // Seconds when it is named; `npm test` as a whole asks for twenty times as much.
      { test: { name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'], testTimeout: 3_600_000 } },
      { test: { name: 'repo', include: ['tests/repo/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          ...patient,
          name: 'contract',
          retry: 1,
          include: ['tests/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...patient,
          name: 'integration',
          retry: 1,
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...patient,
          name: 'e2e',
          retry: 1,
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
