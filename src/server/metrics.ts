/** What the server did so far, in Prometheus' text format. Counts and times only: nothing of what was sent or heard. */
export interface Gauges {
  readonly served: number;
  readonly waiting: number;
  readonly models: number;
}

/** Upper bounds of the times' buckets, s. */
const BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export class Metrics {
  readonly #answers = new Map<number, number>();
  readonly #buckets = BUCKETS_S.map(() => 0);
  #seconds = 0;
  #count = 0;

  answered(status: number, seconds: number): void {
    this.#answers.set(status, (this.#answers.get(status) ?? 0) + 1);
    for (const [index, bound] of BUCKETS_S.entries()) {
      if (seconds <= bound) this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    }
    this.#seconds += seconds;
    this.#count++;
  }

  text({ served, waiting, models }: Gauges): string {
    const answers = [...this.#answers].map(([status, count]) => `earshot_answers_total{status="${status}"} ${count}`);
    const buckets = BUCKETS_S.map(
      (bound, index) => `earshot_answer_seconds_bucket{le="${bound}"} ${this.#buckets[index]}`,
    );
    return [
      "# HELP earshot_answers_total Classification requests answered, by HTTP status.",
      "# TYPE earshot_answers_total counter",
      ...answers,
      "# HELP earshot_answer_seconds Time from a request's arrival to its answer.",
      "# TYPE earshot_answer_seconds histogram",
      ...buckets,
      `earshot_answer_seconds_bucket{le="+Inf"} ${this.#count}`,
      `earshot_answer_seconds_sum ${this.#seconds}`,
      `earshot_answer_seconds_count ${this.#count}`,
      "# HELP earshot_requests Requests that are served, or wait, now.",
      "# TYPE earshot_requests gauge",
      `earshot_requests{state="served"} ${served}`,
      `earshot_requests{state="waiting"} ${waiting}`,
      "# HELP earshot_models_loaded Models that are loaded now.",
      "# TYPE earshot_models_loaded gauge",
      `earshot_models_loaded ${models}`,
      "",
    ].join("\n");
  }
}
