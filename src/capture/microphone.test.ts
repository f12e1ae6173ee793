import { describe, expect, it, vi } from "vitest";
import { EarshotError } from "../errors/earshot-error.ts";
import { FakeTrack, fakeStream, fakeTap, named } from "./fake-stream.ts";
import { openMicrophone } from "./microphone.ts";
import { microphoneError } from "./microphone-error.ts";

const never = new AbortController().signal;

describe("openMicrophone", () => {
  it("asks for the raw sound of exactly the chosen device and reads back what it got", async () => {
    const track = new FakeTrack("audio", {
      deviceId: "b",
      echoCancellation: true,
      noiseSuppression: false,
      latency: 0.01,
    });
    const getUserMedia = vi.fn(async (_constraints?: MediaStreamConstraints) => fakeStream(track));
    const { openTap } = fakeTap();
    const source = await openMicrophone({ deviceId: "b", signal: never }, { getUserMedia }, openTap);
    expect(getUserMedia.mock.calls[0]?.[0]).toEqual({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, deviceId: { exact: "b" } },
      video: false,
    });
    expect(source.facts).toEqual({
      kind: "microphone",
      label: "Fake microphone",
      deviceId: "b",
      sampleRateHz: 44_100,
      channelCount: null,
      echoCancellation: true,
      noiseSuppression: false,
      autoGainControl: null,
      latencyMs: 15,
    });
    await source.close();
  });

  it.each([
    ["NotAllowedError", "microphone-denied"],
    ["NotFoundError", "microphone-missing"],
    ["OverconstrainedError", "microphone-missing"],
    ["NotReadableError", "microphone-in-use"],
    ["AbortError", "microphone-in-use"],
    ["InvalidStateError", "microphone-failed"],
  ])("turns %s into %s", async (name, code) => {
    const getUserMedia = () => Promise.reject(named(name));
    const opening = openMicrophone({ deviceId: null, signal: never }, { getUserMedia }, fakeTap().openTap);
    await expect(opening).rejects.toMatchObject({ name: "EarshotError", code });
  });

  it("says so when the browser has no microphones at all", async () => {
    const opening = openMicrophone({ deviceId: null, signal: never }, undefined, fakeTap().openTap);
    await expect(opening).rejects.toMatchObject({ code: "microphone-unsupported", details: { secureContext: false } });
  });

  it("tells a policy and the system from the person's own refusal", () => {
    const refused = named("NotAllowedError", "Permission denied by system");
    expect(microphoneError(refused, { deviceId: null, allowedByPolicy: false }).code).toBe(
      "microphone-blocked-by-policy",
    );
    const denied = microphoneError(refused, { deviceId: null, allowedByPolicy: true });
    expect([denied.code, denied.details.bySystem]).toEqual(["microphone-denied", true]);
  });

  it("stops the tracks and closes the tap, once, and tells nothing afterwards", async () => {
    const track = new FakeTrack("audio");
    const { openTap, closed } = fakeTap();
    const getUserMedia = async () => fakeStream(track);
    const source = await openMicrophone({ deviceId: null, signal: never }, { getUserMedia }, openTap);
    const onended = vi.fn();
    source.onended = onended;
    await source.close();
    expect([track.readyState, closed()]).toEqual(["ended", 1]);
    track.unplug();
    expect(onended).not.toHaveBeenCalled();
  });

  it("tells of the pulled plug once, also to one who listens late", async () => {
    const track = new FakeTrack("audio");
    const getUserMedia = async () => fakeStream(track);
    const source = await openMicrophone({ deviceId: null, signal: never }, { getUserMedia }, fakeTap().openTap);
    track.unplug();
    const onended = vi.fn();
    source.onended = onended;
    track.dispatchEvent(new Event("ended"));
    expect(onended).toHaveBeenCalledTimes(1);
    expect(onended.mock.calls[0]?.[0]).toMatchObject({ code: "microphone-unplugged", transient: true });
  });

  it("gives up at once when aborted during the prompt, and stops tracks that arrive late", async () => {
    const track = new FakeTrack("audio");
    let answer: (stream: MediaStream) => void = () => {};
    const getUserMedia = () => new Promise<MediaStream>((resolve) => (answer = resolve));
    const controller = new AbortController();
    const opening = openMicrophone({ deviceId: null, signal: controller.signal }, { getUserMedia }, fakeTap().openTap);
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: "aborted" });
    expect(track.readyState).toBe("live");
    answer(fakeStream(track));
    await Promise.resolve();
    expect(track.readyState).toBe("ended");
  });

  it("lets go of the microphone when the audio graph fails", async () => {
    const track = new FakeTrack("audio");
    const getUserMedia = async () => fakeStream(track);
    const openTap = () => Promise.reject(named("InvalidAccessError", "module failed"));
    const opening = openMicrophone({ deviceId: null, signal: never }, { getUserMedia }, openTap);
    await expect(opening).rejects.toBeInstanceOf(EarshotError);
    expect(track.readyState).toBe("ended");
  });
});
