/** Row-major [rows, columns] → row-major [columns, rows]. */
export function transposed(picture: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(picture.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = picture[row * columns + column] as number;
    }
  }
  return turned;
}
