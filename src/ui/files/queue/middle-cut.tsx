/** A long name cut in its middle: recordings differ at their ends. The whole of it is in the document. */
import "./middle-cut.css";

interface MiddleCutProps {
  readonly text: string;
  /** Letters at the end that always stay. */
  readonly tail: number;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function MiddleCut({ text, tail }: MiddleCutProps) {
  const at = cutAt(text, tail);
  return (
    <span className="middle-cut">
      <bdi className="middle-cut__head">{text.slice(0, at)}</bdi>
      {at < text.length && <bdi className="middle-cut__tail">{text.slice(at)}</bdi>}
    </span>
  );
}

/** Never within a letter of several parts; a short text stays whole. */
function cutAt(text: string, tail: number): number {
  if (text.length <= 2 * tail) return text.length;
  const rough = text.length - tail;
  return segmenter.segment(text).containing(rough)?.index ?? rough;
}
