/** What a file of this folder gives: how one architecture's graph is built. To add one: such a file, a row in `architectures.ts`, a test. */
import type { GraphBuilder } from "../graph/graph-builder.ts";

export interface Architecture {
  /** `model_type` of the configurations that it builds. */
  readonly modelTypes: readonly string[];
  /**
   * Declares the inputs, writes the nodes, gives the outputs `logits` [batch, labels] and `embeddings` [batch, features]. Tensors that do not
   * fit are noted in the builder's book, not thrown.
   * @param config `config.json`, unchecked @throws EarshotError `model-config-invalid` | `model-unsupported`
   */
  build(b: GraphBuilder, config: unknown): BuiltNotes;
}

/** What the person should know of how the checkpoint was read. */
export interface BuiltNotes {
  /** `dense-linear`: its head has two linear layers, and nothing records what lies between them; read as nothing. */
  readonly notes: readonly ("dense-linear" | "dense-tanh")[];
}
