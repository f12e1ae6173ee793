/** The code, to be read and scrolled, and a button that copies it. Where the browser lets nothing be copied, it is selected. */
import { type CSSProperties, useRef, useState } from "react";

interface CodeBlockProps {
  readonly name: string;
  readonly code: string;
  /** Room for so many lines, however many there are. */
  readonly lines: number;
  /** What the code needs. */
  readonly note: string;
}

type Copying = { readonly code: string; readonly words: string };

export function CodeBlock({ name, code, lines, note }: CodeBlockProps) {
  const shown = useRef<HTMLElement>(null);
  const [copying, setCopying] = useState<Copying | null>(null);

  const copy = async () => {
    // Said anew each time: a live region that does not change is not read.
    setCopying(null);
    const copied = await writeClipboard(code);
    if (!copied && shown.current) getSelection()?.selectAllChildren(shown.current);
    setCopying({ code, words: copied ? "Copied" : "Not allowed here. The code is selected." });
  };

  return (
    <div className="copy-code__block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a mouse */}
      <section className="copy-code__code" tabIndex={0} aria-label={name} style={{ "--lines": lines } as CSSProperties}>
        <pre>
          <code ref={shown} translate="no">
            {code}
          </code>
        </pre>
      </section>
      <div className="copy-code__foot">
        <button type="button" className="button" onClick={() => void copy()}>
          Copy
        </button>
        <p role="status">{copying?.code === code ? copying.words : ""}</p>
        <p className="copy-code__note quiet small">{note}</p>
      </div>
    </div>
  );
}

/** False where there is no clipboard (an address without TLS) or it is refused. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
