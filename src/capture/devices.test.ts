import { describe, expect, it, vi } from "vitest";
import { listMicrophones, microphonePermission, onDevicesChanged } from "./devices.ts";

const device = (kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo => ({
  kind,
  deviceId,
  label,
  groupId: "",
  toJSON: () => ({}),
});

describe("devices", () => {
  it("lists each microphone once and nothing else", async () => {
    const enumerateDevices = async () => [
      device("audioinput", "default", "Default - Built-in"),
      device("audioinput", "a1", "Built-in"),
      device("audiooutput", "o1", "Speaker"),
      device("videoinput", "v1", "Camera"),
    ];
    expect(await listMicrophones({ enumerateDevices })).toEqual([{ deviceId: "a1", label: "Built-in" }]);
  });

  it("lists nothing before permission, without an API, and when listing fails", async () => {
    const unnamed = async () => [device("audioinput", "", "")];
    expect(await listMicrophones({ enumerateDevices: unnamed })).toEqual([]);
    expect(await listMicrophones(undefined)).toEqual([]);
    expect(await listMicrophones({ enumerateDevices: () => Promise.reject(new Error("no")) })).toEqual([]);
  });

  it("stops listening to changes when told", () => {
    const devices = new EventTarget();
    const listener = vi.fn();
    const stop = onDevicesChanged(listener, devices);
    devices.dispatchEvent(new Event("devicechange"));
    stop();
    devices.dispatchEvent(new Event("devicechange"));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("knows the permission where the browser says it", async () => {
    expect(await microphonePermission({ query: async () => ({ state: "denied" }) })).toBe("denied");
    expect(await microphonePermission({ query: () => Promise.reject(new TypeError("microphone")) })).toBe("unknown");
    expect(await microphonePermission(undefined)).toBe("unknown");
  });
});
