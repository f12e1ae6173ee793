/**
 * Which microphones there are and whether the page may use them. Asks for nothing: no prompt ever comes from here, so
 * before the first permission labels (and in Firefox and Safari the devices themselves) are missing.
 */
import type { AudioInput } from "./source.ts";

export type MicrophonePermission = "prompt" | "granted" | "denied" | "unknown";

export type DeviceLister = Pick<MediaDevices, "enumerateDevices">;
export type DeviceNotifier = Pick<MediaDevices, "addEventListener" | "removeEventListener">;
export interface PermissionsLike {
  query(descriptor: { readonly name: string }): Promise<{ readonly state: string }>;
}

/** The microphones that can be chosen by id; empty before permission. Errors: none, an unlistable machine is empty. */
export async function listMicrophones(
  devices: DeviceLister | undefined = globalThis.navigator?.mediaDevices,
): Promise<AudioInput[]> {
  const all = (await devices?.enumerateDevices().catch(() => [])) ?? [];
  // Chromium lists the default device again under the ids `default` and `communications`; without permission ids are "".
  return all
    .filter(({ kind, deviceId }) => kind === "audioinput" && !["", "default", "communications"].includes(deviceId))
    .map(({ deviceId, label }) => ({ deviceId, label }));
}

/** Calls `listener` when a device comes or goes. Returns what ends that. */
export function onDevicesChanged(
  listener: () => void,
  devices: DeviceNotifier | undefined = globalThis.navigator?.mediaDevices,
): () => void {
  devices?.addEventListener("devicechange", listener);
  return () => devices?.removeEventListener("devicechange", listener);
}

/** `unknown` where the browser does not say: Firefox before 131 throws a TypeError for this name, old Safari has no API. */
export async function microphonePermission(
  permissions: PermissionsLike | undefined = browserPermissions(),
): Promise<MicrophonePermission> {
  if (permissions === undefined) return "unknown";
  try {
    const { state } = await permissions.query({ name: "microphone" });
    return state === "prompt" || state === "granted" || state === "denied" ? state : "unknown";
  } catch {
    return "unknown";
  }
}

/** The DOM types know only some permission names; `microphone` is not yet among them everywhere. */
function browserPermissions(): PermissionsLike | undefined {
  const permissions: Permissions | undefined = globalThis.navigator?.permissions;
  if (permissions === undefined) return undefined;
  return { query: ({ name }) => permissions.query({ name: name as PermissionName }) };
}
