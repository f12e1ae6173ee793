/** The API in OpenAPI's words. `docs/from-code.md` says it in people's. */
const error = {
  description: "What was wrong, in one sentence.",
  content: {
    "application/json": {
      schema: { type: "object", required: ["error"], properties: { error: { type: "string" } } },
    },
  },
};

const answers = {
  "200": {
    description: "Labels and scores, best first.",
    headers: {
      "x-audio-seconds": { description: "Length of the clip, s.", schema: { type: "string" } },
      "x-audio-seconds-heard": {
        description: "How much of it, from its beginning, was heard, s.",
        schema: { type: "string" },
      },
    },
    content: {
      "application/json": {
        schema: {
          type: "array",
          items: {
            type: "object",
            required: ["label", "score"],
            properties: { label: { type: "string" }, score: { type: "number" } },
          },
        },
      },
    },
  },
  "400": error,
  "403": error,
  "404": error,
  "405": error,
  "413": error,
  "415": error,
  "500": error,
  "503": { ...error, headers: { "Retry-After": { description: "Seconds.", schema: { type: "string" } } } },
};

const parameters = {
  type: ["object", "null"],
  properties: {
    function_to_apply: { type: ["string", "null"], enum: ["sigmoid", "softmax", "none", null] },
    top_k: { type: ["integer", "null"], minimum: 0, description: "Absent: 5. Null: all labels." },
    window_s: {
      type: ["number", "null"],
      exclusiveMinimum: 0,
      maximum: 60,
      description: "Hear the whole clip in windows of so many seconds.",
    },
  },
};

const modelId = {
  name: "model",
  in: "path",
  required: true,
  description: "`owner/name`, with its slash as it is or as %2F; or the name of a model inside the app.",
  schema: { type: "string", pattern: "^[A-Za-z0-9_][A-Za-z0-9_-]{0,60}$" },
};

const model = {
  parameters: [modelId],
  get: {
    summary: "Whether the model is here, and loaded.",
    responses: {
      "200": {
        description: "It is here.",
        content: {
          "application/json": {
            schema: {
              type: "object",
              required: ["id", "state"],
              properties: { id: { type: "string" }, state: { enum: ["ready", "loading", "not-loaded"] } },
            },
          },
        },
      },
      "400": error,
      "403": error,
      "404": error,
    },
  },
  post: {
    summary: "Classify a clip.",
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: {
            type: "object",
            required: ["inputs"],
            properties: {
              inputs: { type: "string", minLength: 1, contentEncoding: "base64", description: "An audio file." },
              parameters,
            },
          },
        },
        "application/octet-stream": { schema: { type: "string", format: "binary" } },
      },
    },
    responses: answers,
  },
};

const text = (summary: string, type: string) => ({
  get: { summary, responses: { "200": { description: summary, content: { [type]: {} } }, "403": error } },
});

export const openApiDocument = {
  openapi: "3.1.0",
  info: {
    title: "Earshot",
    version: "1",
    description: "The Hugging Face Hub's audio-classification API, answered on this machine.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  paths: {
    "/models/{model}": model,
    "/hf-inference/models/{model}": model,
    "/health": text(
      "Whether the server is up, which models are loaded, and which build of onnxruntime runs them.",
      "application/json",
    ),
    "/metrics": text("Counts and times, for Prometheus.", "text/plain"),
  },
};
