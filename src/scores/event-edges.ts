/**
 * Owns: events as the scores place them → as they are heard: from when to when it is louder than around.
 *
 * Windows of seconds tell what a sound is, but when it begins and ends only to about a second: a clear sound is recognised
 * by its last quarter of a second, a faint one by nothing less than the whole. So each edge moves to where it becomes
 * loud: outwards while it is loud and no other event is there, inwards while it is not. A quiet that lasts as long as a
 * window, so that no window hears the sounds before and after it together, parts them.
 *
 * Where nobody can say what is loud (a clip that is one sound), and where nothing loud is near, an edge stays where the
 * scores have it. The figures here and in `loud-places.ts` were chosen on composed recordings of folds 2 and 3
 * (`e2e/support/compose.ts`), with networks that had not heard them.
 */
import { type Loudness, LoudPlaces, type Span } from "./loud-places.ts";

const MOST_OUT_S = 2;
const MOST_IN_S = 2;
/** A rest this short within a sound is part of it. */
const BREATH_S = 0.3;

/**
 * @param spans the events of all labels
 * @param restS a quiet of so many seconds parts an event: so much as whole levels tell of it
 * @returns for each of them what it becomes: one span or more
 */
export function fitToSound(
  spans: readonly Span[],
  loudness: Loudness,
  sampleRateHz: number,
  restS: number,
): (readonly Span[])[] {
  const places = new LoudPlaces(loudness, spans, sampleRateHz);
  return spans.map((span) => {
    const isLoud = places.loudNear(span);
    if (isLoud === null) return [span];
    const [first, last] = [places.at(span.startSample), places.at(span.endSample - 1)];
    const isClaimed = places.claimedBeside(span);
    const start = edge(places, isLoud, isClaimed, first, -1, last) ?? first;
    const end = edge(places, isLoud, isClaimed, last, 1, first) ?? last;
    if (end < start) return [span];
    // An edge that does not move keeps its sample.
    const startSample = start === first ? span.startSample : places.sample(start);
    const endSample = end === last ? span.endSample : places.sample(end + 1);
    // Of a quiet, the levels at its two ends hold some of the sound.
    return parted(places, { startSample, endSample }, isLoud, start, end, places.levelsIn(restS) - 2);
  });
}

/** The outermost level of the sound at this edge of the event; null where nothing loud is near. */
function edge(
  places: LoudPlaces,
  isLoud: (at: number) => boolean,
  isClaimed: (at: number) => boolean,
  from: number,
  outwards: 1 | -1,
  inner: number,
): number | null {
  if (from >= places.count) return null;
  let found = from;
  for (let left = places.levelsIn(MOST_IN_S); !isLoud(found) && found !== inner && left > 0; left--) found -= outwards;
  if (!isLoud(found)) return null;
  const beyond = from + outwards * (places.levelsIn(MOST_OUT_S) + 1);
  let quiet = 0;
  for (let at = found + outwards; at >= 0 && at < places.count && at !== beyond; at += outwards) {
    if (outwards * (at - from) > 0 && isClaimed(at)) break;
    if (isLoud(at)) {
      found = at;
      quiet = 0;
    } else if (++quiet > places.levelsIn(BREATH_S)) break;
  }
  return found;
}

/** The span without its long rests. `first` and `last`: its levels; `rest`: levels of quiet that part it. */
function parted(
  places: LoudPlaces,
  { startSample, endSample }: Span,
  isLoud: (at: number) => boolean,
  first: number,
  last: number,
  rest: number,
): Span[] {
  const parts: Span[] = [];
  let begun = startSample;
  let loud: number | null = null;
  for (let at = first; at <= last && at < places.count; at++) {
    if (!isLoud(at)) continue;
    if (loud !== null && at - loud > rest) {
      parts.push({ startSample: begun, endSample: places.sample(loud + 1) });
      begun = places.sample(at);
    }
    loud = at;
  }
  return [...parts, { startSample: begun, endSample }];
}
