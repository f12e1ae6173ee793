/** Text that fades into its next wording in the same place. The old wording is decoration: hidden from readers. */
import { useState } from "react";
import "./cross-fade.css";

export function CrossFade({ text }: { text: string }) {
  const [shown, setShown] = useState({ text, before: "" });
  if (shown.text !== text) setShown({ text, before: shown.text });
  return (
    <span className="cross-fade">
      {shown.before !== "" && (
        <span key={`out:${shown.before}`} className="cross-fade__out" aria-hidden="true">
          {shown.before}
        </span>
      )}
      <span key={`in:${text}`} className="cross-fade__in">
        {text}
      </span>
    </span>
  );
}
