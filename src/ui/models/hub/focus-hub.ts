/** Where the focus goes when what had it goes away with the card or a download: the part of the screen it was in. */
export const HUB_HEADING = "hub-heading";

export function focusHub(): void {
  document.getElementById(HUB_HEADING)?.focus({ preventScroll: true });
}
