/** What the page and the worker that computes sample sounds say to each other. */
export type SampleProtocol = {
  readonly calls: {
    /** Mono, at the sample's rate. @param params a sample's id */
    readonly render: { params: string; result: Float32Array<ArrayBuffer>; progress: never };
  };
  readonly event: never;
};
