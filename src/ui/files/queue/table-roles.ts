/** The table is laid out as a grid, which costs it its roles in some browsers: they are said, spread so that they stay. */
export const TABLE = { role: "table" } as const;
export const ROW_GROUP = { role: "rowgroup" } as const;
export const ROW = { role: "row" } as const;
export const COLUMN_HEADER = { role: "columnheader" } as const;
export const ROW_HEADER = { role: "rowheader" } as const;
export const CELL = { role: "cell" } as const;
