/** Which file is looked at: the one that the person picked; until then a good one, for the first dropped may be a bad one. */
import type { EarshotStore } from "./store.ts";

export class FileChoice {
  readonly #store: EarshotStore;
  #picked = false;

  constructor(store: EarshotStore) {
    this.#store = store;
  }

  pick(id: string): void {
    this.#picked = true;
    if (this.#phaseOf(id) !== undefined) this.#store.setState({ selectedFileId: id });
  }

  /** A good file: looked at unless another good one, or one that the person picked, is already. */
  offer(id: string | undefined): void {
    const { selectedFileId } = this.#store.getState();
    const phase = this.#phaseOf(selectedFileId);
    const good = phase === "waiting" || phase === "running" || phase === "done";
    if (id !== undefined && !good && !(this.#picked && phase !== undefined)) {
      this.#store.setState({ selectedFileId: id });
    }
  }

  /** A file has left the list. */
  leave(id: string): void {
    const { files, selectedFileId } = this.#store.getState();
    if (selectedFileId === id) this.#store.setState({ selectedFileId: files[0]?.id ?? null });
  }

  forget(): void {
    this.#picked = false;
    this.#store.setState({ selectedFileId: null });
  }

  #phaseOf(id: string | null) {
    return this.#store.getState().files.find((file) => file.id === id)?.state.phase;
  }
}
