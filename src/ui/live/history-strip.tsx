/**
 * The last half minute of sound. Draws by requestAnimationFrame only while listening and on screen; at rest it keeps its
 * last picture and redraws when its size or the theme changes. Reduced motion and the battery saver step twice a second
 * instead of scrolling.
 */
import { useEffect, useRef, useState } from "react";
import { useEarshot, useHandles } from "../earshot-context.tsx";
import { readableLabel } from "../results/sureness.ts";
import { describeRuns, type HeardRun, withResult } from "./heard-runs.ts";
import { HistoryPainter, PIXELS_PER_SECOND, type StripColours } from "./history-painter.ts";
import { nextEdgeS } from "./history-ring.ts";
import "./history-strip.css";

const KEEP_S = 60;
const STEP_S = 0.5;

export function HistoryStrip({ listening, visible }: { listening: boolean; visible: boolean }) {
  const { store, feed } = useHandles();
  const saver = useEarshot((state) => state.settings.pace === "saver");
  const canvas = useRef<HTMLCanvasElement>(null);
  const strip = useRef<Strip | null>(null);
  const [filled, setFilled] = useState(false);
  const [description, setDescription] = useState(() => describeRuns([], 0));

  useEffect(() => {
    if (canvas.current === null) return;
    const made = createStrip(canvas.current);
    strip.current = made;
    const offColumns = feed.onColumns((columns, sampleRateHz) => made.painter.add(columns, sampleRateHz));
    let last: unknown = null;
    let startedAtMs: number | null = null;
    const offStore = store.subscribe(({ live }) => {
      if (live.phase === "listening" && live.startedAtMs !== startedAtMs) {
        startedAtMs = live.startedAtMs;
        made.runs = [];
        made.painter.clear();
      }
      const result = live.phase === "listening" ? live.result : null;
      if (result === null || result === last) return;
      last = result;
      const heard = result.heard === null ? null : readableLabel(result.heard.label);
      const before = made.runs;
      made.runs = withResult(before, heard, result.endS, 0.25, result.endS - KEEP_S);
      if (before.at(-1)?.startS !== made.runs.at(-1)?.startS) setDescription(made.describe());
    });
    return () => {
      offColumns();
      offStore();
      made.close();
      strip.current = null;
    };
  }, [feed, store]);

  useEffect(() => {
    if (!listening || !visible) return;
    setFilled(true);
    return strip.current?.run(saver);
  }, [listening, visible, saver]);

  return (
    <div className="history-strip">
      <canvas ref={canvas} role="img" aria-label={description} />
      {!listening && !filled && (
        <p className="history-strip__note">
          Sound passes here as a picture, low notes at the foot, newest on the right.
        </p>
      )}
    </div>
  );
}

interface Strip {
  readonly painter: HistoryPainter;
  runs: readonly HeardRun[];
  describe(): string;
  run(saver: boolean): () => void;
  close(): void;
}

function createStrip(canvas: HTMLCanvasElement): Strip {
  const painter = new HistoryPainter();
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let edgeS = 0;
  let size = { width: 0, height: 0 };
  let saver = false;
  const steps = () => saver || still.matches;

  const draw = () => {
    const context = canvas.getContext("2d");
    if (context === null || size.width === 0) return;
    const ratio = devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const shownS = steps() ? Math.floor(edgeS / STEP_S) * STEP_S : edgeS;
    painter.draw(context, size.width, size.height, shownS, strip.runs, readColours(canvas));
  };

  const resize = new ResizeObserver(() => {
    const { width, height } = canvas.getBoundingClientRect();
    size = { width, height };
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    draw();
  });
  resize.observe(canvas);
  const theme = new MutationObserver(draw);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", draw);
  void document.fonts?.ready.then(draw);

  const strip: Strip = {
    painter,
    runs: [],
    describe: () => describeRuns(strip.runs, Math.round(size.width / PIXELS_PER_SECOND)),
    run(saves) {
      saver = saves;
      let lastMs = performance.now();
      let drawnStep = -1;
      let frame = requestAnimationFrame(function next(nowMs) {
        edgeS = nextEdgeS(painter.newestS < edgeS - 1 ? 0 : edgeS, painter.newestS, (nowMs - lastMs) / 1000);
        lastMs = nowMs;
        const step = Math.floor(edgeS / STEP_S);
        if (!steps() || step !== drawnStep) draw();
        drawnStep = step;
        frame = requestAnimationFrame(next);
      });
      return () => cancelAnimationFrame(frame);
    },
    close() {
      resize.disconnect();
      theme.disconnect();
      scheme.removeEventListener("change", draw);
    },
  };
  return strip;
}

function readColours(element: Element): StripColours {
  const style = getComputedStyle(element);
  return {
    ink: style.color,
    quiet: style.columnRuleColor,
    lamp: style.caretColor,
    screen: style.outlineColor,
    font: style.fontFamily,
  };
}
