import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
    environment: "node",
    // No test is about its own time: a machine that is busy fails none.
    testTimeout: 20_000,
    // One core less than there are by default: half, where there are two.
    maxWorkers: "100%",
    reporters: ["default"],
  },
});
