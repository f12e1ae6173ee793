/** Owns: text as a word of a POSIX shell and as a string of JavaScript and Python, as an attribute of HTML. Whatever it holds, it stays one text. */

/** What no shell reads anything into; the set of Python's `shlex.quote`. */
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** Left bare where that is safe. Inside single quotes a shell reads nothing but their end. */
export function shellWord(text: string): string {
  return PLAIN_WORD.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** JSON's strings mean the same in JavaScript and in Python: both know every escape that JSON writes. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text);
}

/** Between double quotes. */
export function attributeValue(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
