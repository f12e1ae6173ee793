/** The element's part in a form: its value, and whether a form that needs one may go. */
import type { AudioClassificationOutput } from "../types.ts";

interface FormField {
  readonly required: boolean;
  readonly valueAs: "label" | "json";
}

export class FormValue {
  readonly #internals: ElementInternals;
  readonly #field: FormField;
  #output: AudioClassificationOutput = [];

  constructor(internals: ElementInternals, field: FormField) {
    this.#internals = internals;
    this.#field = field;
  }

  get value(): string {
    const [best] = this.#output;
    if (!best) return "";
    return this.#field.valueAs === "json" ? JSON.stringify(this.#output) : best.label;
  }

  take(output: AudioClassificationOutput): void {
    this.#output = output;
    this.check();
  }

  clear(): void {
    this.take([]);
  }

  /** Called also when the field's attributes have changed. */
  check(): void {
    const { value } = this;
    this.#internals.setFormValue(value === "" ? null : value);
    if (this.#field.required && value === "") {
      this.#internals.setValidity({ valueMissing: true }, "Let it hear a sound first.");
    } else this.#internals.setValidity({});
  }
}
