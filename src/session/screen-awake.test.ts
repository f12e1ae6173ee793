import { expect, it, vi } from "vitest";
import { ScreenAwake } from "./screen-awake.ts";

function screen() {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" as DocumentVisibilityState });
  const held: { released: boolean; release: () => Promise<void> }[] = [];
  const request = vi.fn(async () => {
    const lock = {
      released: false,
      release: async () => {
        lock.released = true;
      },
    };
    held.push(lock);
    return lock as never;
  });
  const show = (visibilityState: DocumentVisibilityState) => {
    page.visibilityState = visibilityState;
    // As a browser does it.
    if (visibilityState === "hidden") for (const lock of held) lock.released = true;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const awake = new ScreenAwake({ request }, page as never);
  return { awake, request, show, on: () => held.filter(({ released }) => !released).length };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it("keeps the screen on from Start to Stop, once", async () => {
  const { awake, request, on } = screen();
  awake.want(true);
  awake.want(true);
  await settled();
  expect([request.mock.calls.length, on()]).toEqual([1, 1]);
  awake.want(false);
  await settled();
  expect(on()).toBe(0);
});

it("asks again when the page comes back, which the browser let go of", async () => {
  const { awake, on, show } = screen();
  awake.want(true);
  await settled();
  show("hidden");
  expect(on()).toBe(0);
  show("visible");
  await settled();
  expect(on()).toBe(1);
});

it("lets go of what comes after Stop, and asks for nothing while hidden", async () => {
  const { awake, request, on, show } = screen();
  awake.want(true);
  awake.want(false);
  await settled();
  expect(on()).toBe(0);
  show("hidden");
  awake.want(true);
  expect(request).toHaveBeenCalledTimes(1);
  awake.dispose();
  show("visible");
  expect(request).toHaveBeenCalledTimes(1);
});

it("does without where the browser has none or refuses", async () => {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" }) as never;
  new ScreenAwake(undefined, page).want(true);
  new ScreenAwake({ request: () => Promise.reject(new DOMException("battery", "NotAllowedError")) }, page).want(true);
  await settled();
});
