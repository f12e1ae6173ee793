/** Brings an event's row into sight within the table's own frame: the page itself does not move. */
export function showRow(frame: HTMLElement | null, index: number): void {
  const row = frame?.querySelector(`[data-event="${index}"]`)?.closest("tr");
  const head = frame?.querySelector("thead");
  if (!frame || !row || !head) return;
  const around = frame.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  const above = around.top + head.offsetHeight - top;
  const below = bottom - (around.top + frame.clientHeight);
  if (above > 0) frame.scrollTop -= above;
  else if (below > 0) frame.scrollTop += below;
}
