/** An upright line that follows a time, moved by transform alone and past React, so that it keeps up with every frame. */
import { type RefObject, useEffect, useRef } from "react";

type Subscribe = (listener: () => void) => () => void;

/** @param shareNow 0 at the left, 1 at the right; null, or beyond, hides it. @param one @param other what moves it. */
export function useMarker(
  shareNow: () => number | null,
  one: Subscribe,
  other: Subscribe,
): RefObject<HTMLSpanElement | null> {
  const marker = useRef<HTMLSpanElement>(null);
  const latest = useRef(shareNow);

  useEffect(() => {
    latest.current = shareNow;
    move(marker.current, shareNow());
  });

  useEffect(() => {
    const follow = () => move(marker.current, latest.current());
    const leaveOne = one(follow);
    const leaveOther = other(follow);
    return () => {
      leaveOne();
      leaveOther();
    };
  }, [one, other]);

  return marker;
}

function move(marker: HTMLElement | null, share: number | null): void {
  if (marker === null) return;
  const seen = share !== null && share >= 0 && share <= 1;
  marker.style.visibility = seen ? "visible" : "hidden";
  if (seen) marker.style.transform = `translateX(${share * 100}%)`;
}
