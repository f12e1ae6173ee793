/** Reads what an extractor needs of `preprocessor_config.json`; what does not fit is the file's fault, told as such. */
import * as v from "valibot";
import { invalidFile, parseJson } from "../../models/parse-json.ts";

const FILE = "preprocessor_config.json";

export interface FeatureConfig<T> {
  readonly values: T;
  /** Numbers that are allowed one by one may make no picture together. */
  build<B>(make: () => B): B;
}

/** A whole number from 1 on: a hostile file must not ask for gigabytes. */
export const size = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

/** @throws EarshotError `model-config-invalid` */
export function readFeatureConfig<T>(schema: v.GenericSchema<unknown, T>, json: unknown): FeatureConfig<T> {
  return {
    values: parseJson(schema, json, FILE),
    build(make) {
      try {
        return make();
      } catch (cause) {
        throw invalidFile(FILE, cause instanceof Error ? cause.message : String(cause), cause);
      }
    },
  };
}
