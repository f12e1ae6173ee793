/** Where the focus goes when what had it goes away with the card. */
export const SERVER_HEADING = "server-heading";

export function focusServer(): void {
  document.getElementById(SERVER_HEADING)?.focus({ preventScroll: true });
}
