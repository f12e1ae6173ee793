/**
 * One live stream at a time: source → audio worker → windows → engine → store. Owns the source, the stream and the
 * runner from Start to Stop, and closes all three whatever happens in between.
 */
import type { LiveSource, LiveSourceKind } from "../capture/source.ts";
import { asEarshotError } from "../errors/earshot-error.ts";
import { LatestOnly } from "../inference/latest-only.ts";
import type { ModelRunner } from "../inference/model-runner.ts";
import type { StreamEvent } from "../stream/protocol.ts";
import type { StreamClient } from "../stream/stream-client.ts";
import { closeListening, countersOf, hearingBy, keepPace, type Listening, type LiveWindowJob } from "./listening.ts";
import type { LiveFeedHub } from "./live-feed.ts";
import { LiveWatch, LOOK_MS } from "./live-watch.ts";
import type { LiveState, Settings } from "./state.ts";
import { type EarshotStore, problemOf } from "./store.ts";

export interface LiveSessionOptions {
  readonly store: EarshotStore;
  readonly stream: StreamClient;
  readonly feed: LiveFeedHub;
  readonly engine: () => ModelRunner | null;
  /** Nobody sees the page: another tab lies before it. */
  readonly isHidden: () => boolean;
}

export class LiveSession {
  readonly #options: LiveSessionOptions;
  #opening: AbortController | null = null;
  #listening: Listening | null = null;

  constructor(options: LiveSessionOptions) {
    this.#options = options;
    options.store.subscribe((state, before) => {
      if (state.settings === before.settings) return;
      this.#rescore();
      if (state.settings.pace !== before.settings.pace) this.#repace(state.settings.pace);
    });
  }

  async start(kind: LiveSourceKind, open: (signal: AbortSignal) => Promise<LiveSource>): Promise<void> {
    const stopped = this.stop();
    // At once, not after the old source has closed: a second start within that time must find this one and abort it.
    const opening = new AbortController();
    this.#opening = opening;
    this.#show({ phase: "opening", source: kind });
    try {
      await stopped;
      if (opening.signal.aborted) return;
      const source = await open(opening.signal);
      if (opening.signal.aborted) return await source.close();
      this.#listen(source);
    } catch (thrown) {
      if (!opening.signal.aborted) this.#fail(thrown);
    } finally {
      if (this.#opening === opening) this.#opening = null;
    }
  }

  async stop(): Promise<void> {
    this.#opening?.abort();
    this.#opening = null;
    const listening = this.#listening;
    this.#listening = null;
    this.#show({ phase: "off" });
    if (listening) await closeListening(listening);
  }

  /** Another model is ready: windows are cut for it from now on. */
  useEngine(engine: ModelRunner): void {
    const listening = this.#listening;
    if (!listening) return;
    const { plan, heard } = hearingBy(engine, this.#options.store.getState().settings);
    Object.assign(listening, heard);
    listening.stream.replan(plan);
    listening.planNumber++;
    this.#update(listening, null);
  }

  #listen(source: LiveSource): void {
    const { plan, heard } = hearingBy(this.#options.engine(), this.#options.store.getState().settings);
    const listening: Listening = {
      source,
      stream: this.#options.stream.openLive(
        source.port,
        source.facts.sampleRateHz,
        plan,
        (event) => this.#hear(listening, event),
        (error) => this.#fail(error),
      ),
      runner: new LatestOnly((job) => this.#run(listening, job)),
      watch: new LiveWatch(performance.now()),
      looks: setInterval(() => this.#look(listening), LOOK_MS),
      ...heard,
      planNumber: 0,
      windowsRun: 0,
      windowsLost: 0,
      framesLost: 0,
    };
    this.#listening = listening;
    source.onended = (error) => this.#fail(error);
    this.#show({
      phase: "listening",
      facts: source.facts,
      startedAtMs: Date.now(),
      result: null,
      counters: countersOf(listening),
      hint: null,
    });
  }

  #hear(listening: Listening, event: StreamEvent): void {
    if (listening !== this.#listening) return;
    if (event.kind === "display") {
      const nowMs = performance.now();
      for (const level of event.levels) {
        listening.watch.level(level, nowMs);
        this.#options.feed.level(level);
      }
      if (event.columns.length > 0) this.#options.feed.columns(event.columns, listening.source.facts.sampleRateHz);
      this.#showHint(listening);
    } else if (event.kind === "window") {
      const { window, endCapturedAtMs, planNumber } = event;
      if (listening.engine && !this.#rests()) listening.runner.offer({ window, endCapturedAtMs, planNumber });
    } else if (event.kind === "gap") listening.framesLost += event.missingFrames;
  }

  async #run(listening: Listening, { window, endCapturedAtMs, planNumber }: LiveWindowJob): Promise<void> {
    const { engine, scoring } = listening;
    if (!engine || !scoring || listening !== this.#listening || planNumber !== listening.planNumber) return;
    const startedMs = performance.now();
    try {
      const { logits } = await engine.run(window.samples, { start: window.startSample });
      if (listening !== this.#listening || engine !== listening.engine) return;
      const nowMs = performance.now();
      listening.windowsRun++;
      listening.watch.result(nowMs);
      keepPace(listening, (pace) => pace.took(nowMs - startedMs));
      const endSample = window.startSample + window.validSamples;
      this.#update(listening, scoring.take({ endSample, endCapturedAtMs, logits }));
    } catch (thrown) {
      if (listening !== this.#listening || engine !== listening.engine) return;
      const error = asEarshotError(thrown);
      if (error.code.startsWith("remote-") && error.transient) {
        // A server that will answer again: this window is lost, as one that came too late.
        listening.windowsLost++;
        this.#update(listening, this.#lastResult());
        return;
      }
      // Aborted = another model takes over. Anything else has used up every backend: listening on would show nothing.
      if (error.code !== "aborted") this.#fail(thrown);
    }
  }

  #rescore(): void {
    const result = this.#listening?.scoring?.change(this.#options.store.getState().settings);
    if (this.#listening && result) this.#update(this.#listening, result);
  }

  #repace(wanted: Settings["pace"]): void {
    if (this.#listening) keepPace(this.#listening, (pace) => pace.want(wanted));
  }

  #rests(): boolean {
    return this.#options.store.getState().settings.whenHidden === "rest" && this.#options.isHidden();
  }

  #update(listening: Listening, result: Extract<LiveState, { phase: "listening" }>["result"]): void {
    const { live } = this.#options.store.getState();
    if (live.phase !== "listening") return;
    this.#show({ ...live, result, counters: countersOf(listening) });
  }

  #lastResult(): Extract<LiveState, { phase: "listening" }>["result"] {
    const { live } = this.#options.store.getState();
    return live.phase === "listening" ? live.result : null;
  }

  #look(listening: Listening): void {
    listening.watch.look();
    this.#showHint(listening);
  }

  #showHint(listening: Listening): void {
    const { live } = this.#options.store.getState();
    const hint = listening.watch.hint(performance.now());
    if (live.phase === "listening" && live.hint !== hint) this.#show({ ...live, hint });
  }

  #fail(thrown: unknown): void {
    const listening = this.#listening;
    this.#listening = null;
    this.#show({ phase: "failed", problem: problemOf(thrown) });
    if (listening) void closeListening(listening);
  }

  #show(live: LiveState): void {
    this.#options.store.setState({ live });
  }
}
