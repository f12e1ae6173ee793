/** What is on the page, told by functions that run there: each stands alone. */
import { clickNamed, type EnginePage, eventually } from "./engine.ts";

/** The bars of the screen that is open, best first; null where there are none. */
export function visibleBars(): { label: string; score: number }[] | null {
  const meters = [...document.querySelectorAll('[aria-label="Top labels"] [role="meter"]')];
  const bars = meters
    .filter((meter) => meter.checkVisibility())
    .map((meter) => ({
      label: meter.getAttribute("aria-label") ?? "",
      score: Number(meter.getAttribute("aria-valuenow")),
    }));
  return bars.length > 0 ? bars.sort((a, b) => b.score - a.score) : null;
}

/** The setting of that name on the screen that is open, which is marked on the way. */
export function labelsShown(): string | null {
  const sliders = [...document.querySelectorAll<HTMLInputElement>("input[type=range]")];
  const slider = sliders.find(
    (one) =>
      one.checkVisibility() &&
      /^Labels shown/.test(one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? ""),
  );
  slider?.setAttribute("data-wanted-slider", "");
  return slider?.value ?? null;
}

/** Rules of axe that the page breaks, once what fades in is there: on its way it is faint. */
export async function axeFinds(): Promise<string[]> {
  const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(passing.map(({ finished }) => finished.catch(() => {})));
  const { axe } = window as never as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
  return (await axe.run()).violations.map(({ id }) => id);
}

/** Whether the app is kept for a visit without a network, runtime and model with it. */
export async function isKept(): Promise<boolean> {
  const stores = await Promise.all((await caches.keys()).map((key) => caches.open(key)));
  const kept = (await Promise.all(stores.map((store) => store.keys()))).flat().map(({ url }) => new URL(url).pathname);
  const has = (end: RegExp) => kept.some((path) => end.test(path));
  const parts = [
    /ort-wasm[^/]*\.wasm$/,
    /ort-wasm[^/]*\.mjs$/,
    /index[^/]*\.js$/,
    ...["config.json", "golden.json", "onnx/model.onnx", "preprocessor_config.json"].flatMap((file) => [
      new RegExp(`everyday-sounds/${file}$`),
      new RegExp(`spoken-digits/${file}$`),
    ]),
  ];
  return parts.every(has);
}

export async function openScreen(page: EnginePage, name: "Live" | "Files" | "Models"): Promise<void> {
  await clickNamed(page, '[role="tab"]', name);
  const panel = `panel-${name.toLowerCase()}`;
  await eventually(page, (id) => document.getElementById(id)?.checkVisibility(), { given: [panel] });
}
