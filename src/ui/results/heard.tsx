/** What is heard, in the largest type of the page, and how sure that is. Its block keeps its height whatever it says. */
import type { ReactNode } from "react";
import { CrossFade } from "./cross-fade.tsx";
import { headlineStep } from "./sureness.ts";
import "./heard.css";

interface HeardProps {
  readonly headline: string;
  /** True where a label is heard; a headline that only tells a state is set quietly. */
  readonly lit: boolean;
  readonly children?: ReactNode;
}

export function Heard({ headline, lit, children }: HeardProps) {
  return (
    <div className="heard">
      <p className="heard__headline" data-lit={lit || undefined} data-step={headlineStep(headline)}>
        <CrossFade text={headline} />
      </p>
      <div className="heard__line">{children}</div>
    </div>
  );
}
