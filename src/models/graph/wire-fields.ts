/** Protobuf messages field by field, without a schema. */
import { BinaryReader, type WireType } from "@bufbuild/protobuf/wire";

/** Every field in turn; whoever takes it must read it whole. */
export function* fieldsOf(bytes: Uint8Array): Generator<{ no: number; type: WireType; reader: BinaryReader }> {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [no, type] = reader.tag();
    yield { no, type, reader };
  }
}
