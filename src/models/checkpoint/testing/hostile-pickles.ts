/** Pickles that were made to do harm: to call, to grow, to keep busy. Written opcode by opcode, as text in Latin-1. */

const BEGIN = "\x80\x02";
const COMMAND = "touch pickle-was-executed";
const text = (value: string) => `X${String.fromCharCode(value.length & 255, value.length >> 8, 0, 0)}${value}`;
const global = (module: string, name: string) => `c${module}\n${name}\n`;
const stackGlobal = (module: string, name: string) => `${text(module)}${text(name)}\x93`;
const calls = (callee: string, argument: string) => `${callee}${argument}\x85R.`;
const storage = (elements: string) =>
  `(${text("storage")}${global("torch", "FloatStorage")}${text("0")}${text("cpu")}${elements}tQ`;
/** A tensor "w" over data/0, which has 4 elements. */
const tensor = (offset: string, dims: string, strides: string, elements = "K\x04") =>
  `}${text("w")}${global("torch._utils", "_rebuild_tensor_v2")}(${storage(elements)}${offset}(${dims}t(${strides}t\x89}tRs.`;
/** 2^63 - 1 and -1, as LONG1. */
const HUGE = "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f";
const MINUS_ONE = "J\xff\xff\xff\xff";

export const HOSTILE_PICKLES: readonly (readonly [name: string, pickle: string])[] = [
  ...(
    [
      ["posix", "system"],
      ["nt", "system"],
      ["os", "popen"],
      ["subprocess", "Popen"],
      ["builtins", "eval"],
      ["__builtin__", "exec"],
      ["builtins", "__import__"],
      ["builtins", "getattr"],
      ["torch", "load"],
      ["torch.hub", "load"],
      ["torch", "FloatStorage"],
      ["torch._utils", "_rebuild_tensor_v2.__globals__"],
      ["torch.storage", "_load_from_bytes"],
      ["collections", "OrderedDict.fromkeys"],
      ["torch", "constructor"],
      ["__proto__", "constructor"],
      ["numpy.core.multiarray", "_reconstruct"],
    ] as const
  ).flatMap(([module, name]): [string, string][] => [
    [`calls ${module}.${name}`, calls(global(module, name), text(COMMAND))],
    [`calls ${module}.${name} by its text`, calls(stackGlobal(module, name), text(COMMAND))],
    [
      `hides ${module}.${name} in a state dict`,
      `}${text("w")}${calls(global(module, name), text(COMMAND)).slice(0, -1)}s.`,
    ],
    [`makes one of ${module}.${name}`, `${global(module, name)}${text(COMMAND)}\x85\x81.`],
  ]),
  ["uses INST", `(${text(COMMAND)}iposix\nsystem\n.`],
  ["uses OBJ", `(${global("posix", "system")}${text(COMMAND)}o.`],
  ["uses EXT1", "\x82\x01."],
  ["uses EXT4", "\x84\x01\x00\x00\x00."],
  ["uses NEWOBJ_EX", `${global("collections", "OrderedDict")})}\x92.`],
  ["uses PERSID", "P0\n."],
  ["gives a state that is a call", `}${text(COMMAND)}b.`],
  [
    "gives an OrderedDict a state with __class__",
    `${global("collections", "OrderedDict")})R}${text("__class__")}${text("x")}sb.`,
  ],
  ["calls text", `${text("posix.system")}${text(COMMAND)}\x85R.`],
  ["calls with what is no tuple", `${global("collections", "OrderedDict")}]R.`],
  ["makes an OrderedDict of pairs", `${global("collections", "OrderedDict")}](${text("w")}K\x01\x86e\x85R.`],
  ["sets __proto__", `}${text("__proto__")}}${text("polluted")}\x88ss.`],
  ["sets constructor", `}${text("constructor")}K\x01s.`],
  ["has a tensor named __proto__", tensor("K\x00", "K\x04", "K\x01").replace(text("w"), text("__proto__"))],
  ["reaches beyond its storage", tensor("K\x01", "K\x04", "K\x01")],
  ["begins beyond its storage", tensor(HUGE, "K\x04", "K\x01")],
  ["begins before its storage", tensor(MINUS_ONE, "K\x04", "K\x01")],
  ["has a size of 2^63", tensor("K\x00", HUGE, "K\x00")],
  ["repeats one value 2^31 times", tensor("K\x00", "J\xff\xff\xff\x7f", "K\x00")],
  ["repeats one value 2^60 times", tensor("K\x00", "J\x00\x00\x00\x40J\x00\x00\x00\x40", "K\x00K\x00")],
  ["has a stride of 2^63", tensor("K\x00", "K\x04", HUGE)],
  ["has a stride of -1", tensor("K\x00", "K\x04", MINUS_ONE)],
  ["has no numbers for sizes", tensor("K\x00", text("4"), "K\x01")],
  ["has a fraction for a size", tensor("K\x00", "G\x3f\xf8\x00\x00\x00\x00\x00\x00", "K\x01")],
  ["has more sizes than strides", tensor("K\x00", "K\x02K\x02", "K\x01")],
  ["has 100 dimensions", tensor("K\x00", "K\x01".repeat(100), "K\x01".repeat(100))],
  [
    "has sizes whose product overflows, and 0",
    tensor("K\x00", `${"J\xff\xff\xff\x7f".repeat(40)}K\x00`, "K\x01".repeat(41)),
  ],
  ["says a storage of 2^63 elements", tensor("K\x00", "K\x04", "K\x01", HUGE)],
  ["says a storage of -1 elements", tensor("K\x00", "K\x04", "K\x01", MINUS_ONE)],
  ["holds itself", `}q\x00${text("self")}h\x00s.`],
  ["is a list that holds itself", "]q\x00h\x00a."],
  ["is a laugh of a billion", `${"]q\x00".concat("(h\x00h\x00h\x00h\x00lq\x00".repeat(100))}.`],
  ["is a million marks", "(".repeat(1_000_000)],
  ["is a million lists", "]".repeat(1_000_000)],
  ["is a million dicts, each dropped", "}0".repeat(500_000)],
  ["doubles its top", `K\x01${"2".repeat(1_000_000)}`],
  ["grows one list for ever", `]q\x00${"(h\x00h\x00h\x00e".repeat(100_000)}.`],
  ["keeps a million values", `N${"\x94".repeat(1_500_000)}.`],
  ["nests a thousand tuples", `)${"\x85".repeat(90_000)}.`],
  ["nests dicts", `${`}${text("a")}`.repeat(20_000)}N${"s".repeat(20_000)}.`],
  ["has text of 4 GB", "X\xff\xff\xff\xffabc"],
  ["has text of 2^63 bytes", `\x8d${"\xff".repeat(7)}\x7fabc`],
  ["has bytes of 2^64", `\x8e${"\xff".repeat(8)}abc`],
  ["has a number of 2 GB", "\x8b\xff\xff\xff\x7fabc"],
  ["has a number of no bytes", "\x8a\x00."],
  ["has a name without end", `c${"a".repeat(100_000)}`],
  ["has a name of 1 MB", `c${"a".repeat(1_000_000)}\nb\n.`],
  ["recalls what it never kept", "h\x07."],
  ["recalls 2^32 - 1", "j\xff\xff\xff\xff."],
  ["takes from nothing", "0."],
  ["closes what it never opened", "t."],
  ["stops with nothing", "."],
  ["never stops", "N"],
  ["is of protocol 9", "\x80\x09N."],
  ["is of protocol 0", "(dp0\nS'w'\np1\nI1\ns."],
  ["sets an item of nothing", "NNNs."],
  ["has a key without a value", "}(Nu."],
  ["has a list for a key", "}]Ns."],
  ["names a tensor twice", `}${`${text("w")}Ns`.repeat(2)}.`],
  ["has text that is no UTF-8", "U\x02\xff\xfe."],
  ["is no pickle", "<html>"],
].map(([name = "", pickle = ""]) => [name, pickle.startsWith("\x80") ? pickle : BEGIN + pickle] as const);
