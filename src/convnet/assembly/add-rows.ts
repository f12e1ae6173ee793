/** Owns: the same table added to every row of an image. */

/** @param bytes of a row, in sixteens. @param pitch bytes from one row to the next. */
export function addRows(image: usize, rows: i32, pitch: usize, table: usize, bytes: usize): void {
  for (let row = 0; row < rows; row++, image += pitch) {
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(image + at, f32x4.add(v128.load(image + at), v128.load(table + at)));
    }
  }
}
