/** Owns: what is done to the rows of an image before and after its sums: their beginning, ReLU, the list of what is left. */
import { ENTRY } from "./accumulate";

/** bytes: of a row, in sixteens. pitch: from one row to the next. */

/** Every pixel of the rows begins as the bias, plus what is to be added to it. @param lanes bytes of a pixel @param addedPitch 0 = nothing is added */
export function begin(
  image: usize,
  rows: i32,
  pitch: usize,
  bytes: usize,
  bias: usize,
  lanes: usize,
  added: usize,
  addedPitch: usize,
): void {
  for (let row = 0; row < rows; row++, image += pitch, added += addedPitch) {
    for (let pixel: usize = 0; pixel < bytes; pixel += lanes) {
      for (let lane: usize = 0; lane < lanes; lane += 16) {
        let value = v128.load(bias + lane);
        if (addedPitch) value = f32x4.add(value, v128.load(added + pixel + lane));
        v128.store(image + pixel + lane, value);
      }
    }
  }
}

/** ReLU, in place. */
export function rectify(image: usize, rows: i32, pitch: usize, bytes: usize): void {
  const zero = f32x4.splat(0);
  for (let row = 0; row < rows; row++, image += pitch) {
    for (let at = image; at < image + bytes; at += 16) v128.store(at, f32x4.max(zero, v128.load(at)));
  }
}

/**
 * Each row's values other than zero, pixel after pixel, each with its place in the row: pixel · lanes + channel, counted from
 * the border's corner. Where each pixel's begin is told in a table; border's pixels have none.
 * @param numLanes values of a pixel @param border pixels
 * @param entries of the first row @param told of the first row's border: columns + 2 · border + 1 addresses
 */
export function collect(
  image: usize,
  rows: i32,
  pitch: usize,
  columns: i32,
  numLanes: usize,
  border: i32,
  entries: usize,
  entriesPitch: usize,
  told: usize,
  toldPitch: usize,
): void {
  for (let row = 0; row < rows; row++, image += pitch, entries += entriesPitch, told += toldPitch) {
    let at = entries;
    let tell = told;
    for (let column = 0; column < border; column++, tell += 4) store<u32>(tell, <u32>at);
    let places = i32x4.add(i32x4.splat(border * <i32>numLanes), i32x4(0, 1, 2, 3));
    let from = image;
    for (let column = 0; column < columns; column++, tell += 4) {
      store<u32>(tell, <u32>at);
      for (const end = from + numLanes * 4; from < end; from += 16) {
        const values = v128.load(from);
        const kept = i32x4.bitmask(f32x4.ne(values, f32x4.splat(0)));
        // Each value beside its place. One is written over by the next where it is not kept.
        const low = v128.shuffle<f32>(values, places, 0, 4, 1, 5);
        const high = v128.shuffle<f32>(values, places, 2, 6, 3, 7);
        v128.store64_lane(at, low, 0);
        at += <usize>(kept & 1) * ENTRY;
        v128.store64_lane(at, low, 1);
        at += <usize>((kept >> 1) & 1) * ENTRY;
        v128.store64_lane(at, high, 0);
        at += <usize>((kept >> 2) & 1) * ENTRY;
        v128.store64_lane(at, high, 1);
        at += <usize>((kept >> 3) & 1) * ENTRY;
        places = i32x4.add(places, i32x4.splat(4));
      }
    }
    for (let column = 0; column <= border; column++, tell += 4) store<u32>(tell, <u32>at);
  }
}
