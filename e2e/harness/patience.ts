/** A GPU made of software compiles shaders for a quarter of a minute on an idle machine, and for longer beside other tests. */
export const RUN_TIMEOUT_MS = 150_000;
