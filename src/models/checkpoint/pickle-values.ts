/** What a pickle of a state dict may hold: data alone. No value here can be called, and none is looked up by a name from the file. */

export type PickleValue = null | boolean | number | bigint | string | PickleThing;
export type PickleThing = PickleBytes | PickleTuple | PickleList | PickleDict | PickleName | StorageRef | TensorRef;

export interface PickleBytes {
  readonly kind: "bytes";
  readonly bytes: Uint8Array;
}

export interface PickleTuple {
  readonly kind: "tuple";
  readonly items: readonly PickleValue[];
}

export interface PickleList {
  readonly kind: "list";
  readonly items: PickleValue[];
}

/** A dict or an OrderedDict. */
export interface PickleDict {
  readonly kind: "dict";
  readonly entries: Map<PickleValue, PickleValue>;
}

/** One of `KNOWN_NAMES`; all it does is to say which rule of `apply` is meant. */
export interface PickleName {
  readonly kind: "name";
  readonly name: string;
}

/** One file of the archive, as a row of numbers. */
export interface StorageRef {
  readonly kind: "storage";
  /** "FloatStorage" */
  readonly type: string;
  readonly key: string;
  readonly elements: number;
}

export interface TensorRef {
  readonly kind: "tensor";
  readonly storage: StorageRef;
  /** In elements, from the storage's start. */
  readonly offset: number;
  readonly dims: readonly number[];
  /** In elements. */
  readonly strides: readonly number[];
}

export type ThingOf<K extends PickleThing["kind"]> = Extract<PickleThing, { kind: K }>;

export function isThing<K extends PickleThing["kind"]>(value: PickleValue | undefined, kind: K): value is ThingOf<K> {
  return typeof value === "object" && value !== null && value.kind === kind;
}

/** Whether something went wrong in the pickle itself, or it asks for what is not done here. */
export class PickleFault extends Error {
  /** `call`: it names a function or class that a state dict does not need. */
  readonly reason: "damaged" | "call";
  readonly called: string | null;

  constructor(reason: "damaged" | "call", message: string, called: string | null = null) {
    super(message);
    this.reason = reason;
    this.called = called;
  }
}
