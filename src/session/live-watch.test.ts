import { expect, it } from "vitest";
import { LiveWatch } from "./live-watch.ts";

const LEVEL = { startSample: 0, peakDb: -20, rmsDb: -30, clippedFrames: 0 };

it("tells that nothing comes after two seconds of looking, and takes it back with the next level", () => {
  const watch = new LiveWatch(0);
  for (let look = 0; look < 3; look++) watch.look();
  expect(watch.hint(1500)).toBeNull();
  watch.look();
  expect(watch.hint(2000)).toBe("stalled");
  watch.level(LEVEL, 2100);
  expect(watch.hint(2100)).toBeNull();
});

it("does not take a page that was held up itself for a device that gives nothing", () => {
  const watch = new LiveWatch(0);
  watch.level(LEVEL, 0);
  watch.look();
  expect(watch.hint(3000)).toBeNull();
});

it("asks about an input that is quiet for long, and one that clips", () => {
  const watch = new LiveWatch(0);
  watch.level({ ...LEVEL, peakDb: -70 }, 4000);
  expect(watch.hint(4000)).toBeNull();
  watch.level({ ...LEVEL, peakDb: -70 }, 5100);
  expect(watch.hint(5100)).toBe("quiet");
  watch.level({ ...LEVEL, clippedFrames: 3 }, 5200);
  expect(watch.hint(5300)).toBe("clipping");
  expect(watch.hint(7300)).toBeNull();
});
