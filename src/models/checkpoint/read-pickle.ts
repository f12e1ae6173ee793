/**
 * Reads a pickle as data. Knows the opcodes of protocols 2 to 5 that state dicts are made of; those that make objects, call
 * functions or look up classes are refused, but for the few names of `pickle-calls.ts`. Time and memory are bounded by the
 * number of steps, whatever the pickle says: no value is ever copied or walked through.
 * Source: CPython's Lib/pickletools.py, whose names the opcodes have here.
 */
import { PickleBytesReader } from "./pickle-bytes.ts";
import { apply, checkState, knownName, setItem, storageOf } from "./pickle-calls.ts";
import { REFUSED, readLiteral } from "./pickle-opcodes.ts";
import { isThing, PickleFault, type PickleValue } from "./pickle-values.ts";

/** A tensor takes 45 steps; the largest model that runs here has 1,300. */
const MOST_STEPS = 1 << 19;
const DEEPEST_STACK = 100_000;

/** @throws PickleFault */
export function readPickle(bytes: Uint8Array): PickleValue {
  return new PickleMachine(new PickleBytesReader(bytes)).run();
}

class PickleMachine {
  readonly #in: PickleBytesReader;
  readonly #memo = new Map<number, PickleValue>();
  readonly #marks: number[] = [];
  readonly #stack: PickleValue[] = [];

  constructor(input: PickleBytesReader) {
    this.#in = input;
  }

  run(): PickleValue {
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      const opcode = this.#in.u8();
      if (opcode === 46 /* STOP */) return this.#pop();
      if (!this.#pushData(opcode) && !this.#gather(opcode) && !this.#remember(opcode)) this.#make(opcode);
      if (this.#stack.length > DEEPEST_STACK) throw new PickleFault("damaged", "it piles up too many values");
    }
    throw new PickleFault("damaged", `it has more than ${MOST_STEPS} steps`);
  }

  /** Opcodes that carry a value. */
  #pushData(opcode: number): boolean {
    const value = readLiteral(opcode, this.#in);
    if (value === undefined) return false;
    this.#stack.push(value);
    return true;
  }

  /** Opcodes that put values on the stack together. */
  #gather(opcode: number): boolean {
    switch (opcode) {
      case 40: // MARK
        this.#marks.push(this.#stack.length);
        if (this.#marks.length > DEEPEST_STACK) throw new PickleFault("damaged", "it piles up too many marks");
        return true;
      case 49: // POP_MARK
        this.#sinceMark();
        return true;
      case 48: // POP; of a mark, where that is on top
        if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
        else this.#pop();
        return true;
      case 50: // DUP
        this.#stack.push(this.#top());
        return true;
      case 116: // TUPLE
        this.#stack.push({ kind: "tuple", items: this.#sinceMark() });
        return true;
      case 133: // TUPLE1
      case 134: // TUPLE2
      case 135: // TUPLE3
        this.#stack.push({ kind: "tuple", items: this.#popMany(opcode - 132) });
        return true;
      case 108: // LIST
        this.#stack.push({ kind: "list", items: this.#sinceMark() });
        return true;
      case 100: {
        // DICT
        const items = this.#sinceMark();
        this.#stack.push({ kind: "dict", entries: new Map() });
        this.#setItems(items);
        return true;
      }
      case 97: // APPEND
        this.#append(this.#popMany(1));
        return true;
      case 101: // APPENDS
        this.#append(this.#sinceMark());
        return true;
      case 115: // SETITEM
        this.#setItems(this.#popMany(2));
        return true;
      case 117: // SETITEMS
        this.#setItems(this.#sinceMark());
        return true;
      default:
        return false;
    }
  }

  #append(items: readonly PickleValue[]): void {
    const list = this.#top();
    if (!isThing(list, "list")) throw new PickleFault("damaged", "it appends to no list");
    for (const item of items) list.items.push(item);
  }

  #setItems(items: readonly PickleValue[]): void {
    if (items.length % 2 !== 0) throw new PickleFault("damaged", "a key has no value");
    const dict = this.#top();
    for (let at = 0; at < items.length; at += 2) setItem(dict, items[at] ?? null, items[at + 1] ?? null);
  }

  /** Opcodes of the memo, and those that say something of the stream alone. */
  #remember(opcode: number): boolean {
    const input = this.#in;
    switch (opcode) {
      case 128: {
        const protocol = input.u8();
        if (protocol < 2 || protocol > 5) throw new PickleFault("damaged", `it is of protocol ${protocol}`);
        return true;
      }
      case 149: // FRAME: how much to read at once
        input.u64();
        return true;
      case 113: // BINPUT
        this.#memo.set(input.u8(), this.#top());
        return true;
      case 114: // LONG_BINPUT
        this.#memo.set(input.u32(), this.#top());
        return true;
      case 148: // MEMOIZE
        this.#memo.set(this.#memo.size, this.#top());
        return true;
      case 104: // BINGET
        this.#stack.push(this.#recall(input.u8()));
        return true;
      case 106: // LONG_BINGET
        this.#stack.push(this.#recall(input.u32()));
        return true;
      default:
        return false;
    }
  }

  #recall(index: number): PickleValue {
    const value = this.#memo.get(index);
    if (value === undefined) throw new PickleFault("damaged", `it recalls ${index}, which it never kept`);
    return value;
  }

  /** Opcodes that would call something in Python. */
  #make(opcode: number): void {
    switch (opcode) {
      case 99: // GLOBAL
        this.#stack.push(knownName(this.#in.line(), this.#in.line()));
        return;
      case 147: {
        // STACK_GLOBAL
        const [module, attribute] = this.#popMany(2);
        if (typeof module !== "string" || typeof attribute !== "string") {
          throw new PickleFault("damaged", "a name is no text");
        }
        this.#stack.push(knownName(module, attribute));
        return;
      }
      case 82: {
        // REDUCE
        const [callee = null, args = null] = this.#popMany(2);
        this.#stack.push(apply(callee, args));
        return;
      }
      case 98: // BUILD
        for (const state of this.#popMany(1)) checkState(this.#top(), state);
        return;
      case 81: // BINPERSID
        this.#stack.push(storageOf(this.#pop()));
        return;
    }
    const refused = REFUSED[opcode];
    if (refused !== undefined) throw new PickleFault("call", `it uses ${refused}`, refused);
    throw new PickleFault("damaged", `${opcode} is no opcode`);
  }

  #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }

  #top(): PickleValue {
    const top = this.#stack.at(-1);
    if (top === undefined || this.#stack.length <= this.#floor())
      throw new PickleFault("damaged", "its stack is empty");
    return top;
  }

  #pop(): PickleValue {
    const top = this.#top();
    this.#stack.pop();
    return top;
  }

  #popMany(count: number): PickleValue[] {
    if (this.#stack.length - count < this.#floor()) throw new PickleFault("damaged", "its stack is empty");
    return this.#stack.splice(this.#stack.length - count);
  }

  #sinceMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new PickleFault("damaged", "it has no mark");
    return this.#stack.splice(mark);
  }
}
