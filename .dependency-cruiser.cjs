/** The layers: imports go downwards only. `npm run layers` checks them; ARCHITECTURE.md says what each one is for. */
const LAYERS = [
  ["errors"],
  ["signal", "scores", "export", "samples"],
  ["rpc", "models", "api"],
  ["capture", "library", "offline", "convnet"],
  ["stream", "inference"],
  ["remote"],
  ["session", "server"],
  ["ui", "lib"],
];

const above = (index) => LAYERS.slice(index + 1).flat();
const beside = (index, name) => LAYERS[index].filter((other) => other !== name);

const downwards = LAYERS.flatMap((names, index) =>
  names.map((name) => ({
    name: `${name}-imports-downwards`,
    severity: "error",
    from: { path: `^src/${name}/` },
    to: { path: `^src/(${[...above(index), ...beside(index, name), "main"].join("|")})(/|\\.)` },
  })),
);

module.exports = {
  forbidden: [
    ...downwards,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "runtimes-stay-in-the-worker",
      comment:
        "Only the worker side of inference touches onnxruntime or transformers.js; one file speaks through the Hub's client.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot:
          "^src/((server|lib)/load-runtime\\.ts$|remote/official-client\\.ts$|inference/(load-runtime|wrap-runtime|testing/.*|features/.*|.*\\.test)\\.ts$)",
      },
      to: { path: "node_modules/(onnxruntime|@huggingface)" },
    },
    {
      name: "react-stays-in-ui",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(ui/|main\\.ts|lib/element/react\\.ts$)" },
      to: { path: "node_modules/(react|react-dom|radix-ui|@radix-ui)/" },
    },
    {
      name: "pure-imports-nothing-of-ours",
      severity: "error",
      from: { path: "^src/(signal|scores|export|samples)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/", pathNot: "^src/(signal|scores|export|samples|errors)/" },
    },
    {
      name: "tests-are-not-imported",
      severity: "error",
      from: { path: "^src/", pathNot: "(\\.test\\.tsx?$|/testing/)" },
      to: { path: "(\\.test\\.tsx?$|/testing/)" },
    },
    { name: "resolves", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "\\?(url|worker)" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "module", "browser", "types", "default"],
    },
  },
};
