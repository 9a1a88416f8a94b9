import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Examples import the package by its name.
  resolve: { alias: { convlens: fileURLToPath(new URL('core/define/index.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two workers: the machines that run this have two cores, and browsers and editors want one of them.
    maxWorkers: 2,
  },
});
