/** The opcodes of pickles that carry a value of their own, and those that are refused by name. Source: Lib/pickletools.py. */
import type { PickleBytesReader } from "./pickle-bytes.ts";
import type { PickleValue } from "./pickle-values.ts";

/** They would call, make objects or look something up; or are of protocols 0 and 1. */
export const REFUSED: Readonly<Record<number, string>> = {
  105: "INST",
  111: "OBJ",
  129: "NEWOBJ",
  130: "EXT1",
  131: "EXT2",
  132: "EXT4",
  143: "EMPTY_SET",
  144: "ADDITEMS",
  145: "FROZENSET",
  146: "NEWOBJ_EX",
  151: "NEXT_BUFFER",
  152: "READONLY_BUFFER",
  // Protocols 0 and 1, which torch.save never writes.
  70: "FLOAT",
  73: "INT",
  76: "LONG",
  80: "PERSID",
  83: "STRING",
  86: "UNICODE",
  103: "GET",
  112: "PUT",
};

/** Undefined where the opcode carries none. @throws PickleFault */
export function readLiteral(opcode: number, input: PickleBytesReader): PickleValue | undefined {
  switch (opcode) {
    case 78: // NONE
      return null;
    case 136: // NEWTRUE
      return true;
    case 137: // NEWFALSE
      return false;
    case 74: // BININT
      return input.i32();
    case 75: // BININT1
      return input.u8();
    case 77: // BININT2
      return input.u16();
    case 138: // LONG1
      return input.long(input.u8());
    case 139: // LONG4
      return input.long(input.u32());
    case 71: // BINFLOAT
      return input.f64();
    case 88: // BINUNICODE
      return input.text(input.u32());
    case 140: // SHORT_BINUNICODE
      return input.text(input.u8());
    case 141: // BINUNICODE8
      return input.text(input.u64());
    case 84: // BINSTRING
      return input.text(input.u32());
    case 85: // SHORT_BINSTRING
      return input.text(input.u8());
    case 66: // BINBYTES
      return { kind: "bytes", bytes: input.bytes(input.u32()) };
    case 67: // SHORT_BINBYTES
      return { kind: "bytes", bytes: input.bytes(input.u8()) };
    case 142: // BINBYTES8
    case 150: // BYTEARRAY8
      return { kind: "bytes", bytes: input.bytes(input.u64()) };
    case 41: // EMPTY_TUPLE
      return { kind: "tuple", items: [] };
    case 93: // EMPTY_LIST
      return { kind: "list", items: [] };
    case 125: // EMPTY_DICT
      return { kind: "dict", entries: new Map() };
  }
}
