/**
 * AudioDecoders as one: packets go to them in turn, and their sound comes in the packets' order. An AudioDecoder begins a packet when
 * the worker's thread has heard of the end of the one before, and rests while that thread is busy: with several, one that rests
 * keeps no other waiting. Only for packets that need nothing of each other and give one piece of sound each; else one it must be.
 */
export interface InTurnEvents {
  readonly output: (data: AudioData) => void;
  /** @param packet its number: the one that broke a decoder */
  readonly error: (cause: unknown, packet: number) => void;
  /** There may be room, or sound. */
  readonly change: () => void;
}

export class DecodersInTurn {
  readonly #decoders: readonly AudioDecoder[];
  readonly #events: InTurnEvents;
  /** How much each of them gave. */
  readonly #given: number[];
  /** Sound of later packets that came before an earlier one's. */
  readonly #early = new Map<number, AudioData>();
  #fed = 0;
  #next = 0;

  /** @param given a zero for each decoder */
  constructor(given: number[], events: InTurnEvents) {
    this.#given = given;
    this.#events = events;
    this.#decoders = given.map((_, turn) => {
      const error = (cause: unknown) => events.error(cause, this.#packetOf(turn));
      const decoder = new AudioDecoder({ output: (data) => this.#receive(turn, data), error });
      decoder.ondequeue = events.change;
      return decoder;
    });
  }

  /** Number of the packet whose sound comes next. */
  get next(): number {
    return this.#next;
  }

  get queued(): number {
    return this.#decoders.reduce((total, { decodeQueueSize }) => total + decodeQueueSize, 0);
  }

  configure(config: AudioDecoderConfig): void {
    for (const decoder of this.#decoders) decoder.configure(config);
  }

  decode(chunk: EncodedAudioChunk): void {
    this.#decoders[this.#fed++ % this.#decoders.length]?.decode(chunk);
  }

  async flush(): Promise<void> {
    const flushed = this.#decoders.map((decoder, turn) =>
      decoder.flush().catch((cause: unknown) => this.#events.error(cause, this.#packetOf(turn))),
    );
    await Promise.all(flushed);
  }

  close(): void {
    for (const data of this.#early.values()) data.close();
    this.#early.clear();
    for (const decoder of this.#decoders) if (decoder.state !== "closed") decoder.close();
  }

  #receive(turn: number, data: AudioData): void {
    this.#early.set(this.#packetOf(turn), data);
    this.#given[turn] = (this.#given[turn] as number) + 1;
    for (let due = this.#early.get(this.#next); due; due = this.#early.get(this.#next)) {
      this.#early.delete(this.#next++);
      this.#events.output(due);
    }
    this.#events.change();
  }

  /** That this decoder is at. */
  #packetOf(turn: number): number {
    return (this.#given[turn] as number) * this.#decoders.length + turn;
  }
}
