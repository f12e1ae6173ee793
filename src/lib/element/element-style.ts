/** How the element looks by itself: hairlines, one accent, both themes, no fixed width. All of it can be set from outside. */
const CSS = `
:host {
  --_ground: var(--audio-classifier-ground, light-dark(#f3f5f1, #1a211d));
  --_ink: var(--audio-classifier-ink, light-dark(#17201b, #e6ebe5));
  --_quiet: var(--audio-classifier-quiet, light-dark(#4b574f, #9daaa1));
  --_edge: var(--audio-classifier-edge, light-dark(#76827a, #75827a));
  --_bar: var(--audio-classifier-bar, light-dark(#66736a, #7e8c83));
  --_accent: var(--audio-classifier-accent, light-dark(#df4109, #ff6d2e));
  --_alert: var(--audio-classifier-alert, light-dark(#ad3000, #ff8a59));
  color-scheme: light dark;
  display: block;
  box-sizing: border-box;
  container-type: inline-size;
  min-width: 12rem;
  padding: 1rem;
  border: 1px solid color-mix(in srgb, var(--_edge) 45%, transparent);
  border-radius: 0.5rem;
  background: var(--_ground);
  color: var(--_ink);
  font: 400 1rem / 1.45 system-ui, sans-serif;
  font-variant-numeric: tabular-nums;
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; margin: 0; }
[part="bar"] { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
[part~="button"] {
  display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 1.125rem;
  border: 1px solid var(--_ink); border-radius: 999px;
  background: var(--_ink); color: var(--_ground); font: inherit; font-weight: 500; cursor: pointer;
}
:host(:state(listening)) [part~="button"] { background: transparent; color: var(--_ink); }
[part~="button"]:disabled { border-color: var(--_edge); background: transparent; color: var(--_quiet); cursor: default; }
[part="model"] { color: var(--_quiet); font-size: 0.8125rem; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--_ink); outline-offset: 3px; }
[part="list"] { padding: 0; margin: 0.75rem 0 0; list-style: none; }
[part="row"] {
  display: grid; grid-template-columns: minmax(6rem, min(38%, 16rem)) minmax(0, 1fr) 3.5rem; align-items: center; gap: 0.75rem;
  height: 2.5rem; border-top: 1px solid color-mix(in srgb, var(--_edge) 35%, transparent);
}
[part="label"] { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
[part="meter"] { height: 0.75rem; }
[part="fill"] { display: block; height: 100%; background: var(--_bar); transform-origin: left; transition: transform 160ms; }
[part="score"] { color: var(--_quiet); text-align: right; }
[part="row"][data-heard] [part="label"] { font-weight: 650; }
[part="row"][data-heard] [part="fill"] { background: var(--_accent); }
[part="status"], [part="alert"] { min-height: 1.45em; margin-top: 0.5rem; font-size: 0.8125rem; text-wrap: pretty; }
[part="status"] { color: var(--_quiet); }
[part="alert"] { color: var(--_alert); font-weight: 500; }
[part="alert"]:empty { min-height: 0; margin: 0; }
@container (max-width: 22rem) { [part="row"] { grid-template-columns: minmax(5rem, 1fr) minmax(3rem, 30%) 3.25rem; } }
@media (prefers-reduced-motion: reduce) { [part="fill"] { transition: none; } }
@media (forced-colors: active) { [part="fill"] { background: Highlight; forced-color-adjust: none; } }
`;

let sheet: CSSStyleSheet | undefined;

/** One for all elements of a page. A sheet that is made needs no leave of a policy, as an inline one would. */
export function elementSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
