import { describe, expect, it, vi } from "vitest";
import { FakeTrack, fakeStream, fakeTap, named } from "./fake-stream.ts";
import { openTabAudio, tabAudioSupported } from "./tab-audio.ts";

const signal = new AbortController().signal;

describe("openTabAudio", () => {
  it("keeps the picture's track alive but disabled until it is closed", async () => {
    const [audio, video] = [new FakeTrack("audio"), new FakeTrack("video")];
    const getDisplayMedia = async () => fakeStream(audio, video);
    const source = await openTabAudio({ signal }, { getDisplayMedia }, fakeTap().openTap);
    expect([source.facts.kind, video.readyState, video.enabled]).toEqual(["tab", "live", false]);
    await source.close();
    expect([audio.readyState, video.readyState]).toEqual(["ended", "ended"]);
  });

  it("lets go of a picture that came without sound", async () => {
    const video = new FakeTrack("video", { displaySurface: "window" });
    const getDisplayMedia = async () => fakeStream(video);
    const opening = openTabAudio({ signal }, { getDisplayMedia }, fakeTap().openTap);
    await expect(opening).rejects.toMatchObject({ code: "tab-audio-silent", details: { surface: "window" } });
    expect(video.readyState).toBe("ended");
  });

  it("tells when the sharing ends", async () => {
    const audio = new FakeTrack("audio");
    const getDisplayMedia = async () => fakeStream(audio);
    const source = await openTabAudio({ signal }, { getDisplayMedia }, fakeTap().openTap);
    const onended = vi.fn();
    source.onended = onended;
    audio.unplug();
    expect(onended.mock.calls[0]?.[0]).toMatchObject({ code: "tab-audio-ended" });
  });

  it("is denied, or unsupported, in so many words", async () => {
    const getDisplayMedia = () => Promise.reject(named("NotAllowedError"));
    await expect(openTabAudio({ signal }, { getDisplayMedia })).rejects.toMatchObject({ code: "tab-audio-denied" });
    await expect(openTabAudio({ signal }, {})).rejects.toMatchObject({ code: "tab-audio-unsupported" });
    const supported = (constraints: object) =>
      tabAudioSupported({ getDisplayMedia, getSupportedConstraints: () => constraints });
    expect(tabAudioSupported({})).toBe(false);
    expect(supported({ echoCancellation: true })).toBe(false);
    expect(supported({ echoCancellation: true, suppressLocalAudioPlayback: true })).toBe(true);
  });
});
