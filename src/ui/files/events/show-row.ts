/**
 * Brings an event's row into sight within the table's own frame: the page itself does not move. Where another row had the
 * focus, this one has it now.
 */
export function showRow(frame: HTMLElement | null, index: number): void {
  const button = frame?.querySelector<HTMLElement>(`[data-event="${index}"]`);
  const row = button?.closest("tr");
  const head = frame?.querySelector("thead");
  if (!frame || !button || !row || !head) return;
  if (document.activeElement?.closest("tbody")?.parentElement === head.parentElement) {
    button.focus({ preventScroll: true });
  }
  const around = frame.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  const above = around.top + head.offsetHeight - top;
  const below = bottom - (around.top + frame.clientHeight);
  if (above > 0) frame.scrollTop -= above;
  else if (below > 0) frame.scrollTop += below;
}
