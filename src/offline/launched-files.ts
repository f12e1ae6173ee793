/** Files that the system opens with the installed app, and shortcuts pressed while it is open already (`launch_handler`). */
import type { HandedFiles } from "./shared-files.ts";

interface LaunchParams {
  readonly targetURL?: string;
  readonly files: readonly FileSystemFileHandle[];
}

declare global {
  interface Window {
    /** Chromium's; https://wicg.github.io/web-app-launch/ */
    readonly launchQueue?: { setConsumer(consumer: (params: LaunchParams) => void): void };
  }
}

/** Every launch, from the one that opened this window on. */
export function onLaunch(onFiles: (handed: HandedFiles) => void): void {
  window.launchQueue?.setConsumer(({ targetURL, files }) => {
    if (files.length > 0) void readHandles(files).then(onFiles);
    else if (targetURL) showScreen(targetURL);
  });
}

/** Never rejects: a file that is gone or may not be read is named. */
async function readHandles(handles: readonly FileSystemFileHandle[]): Promise<HandedFiles> {
  const files: File[] = [];
  const unreadable: string[] = [];
  for (const handle of handles) {
    try {
      files.push(await handle.getFile());
    } catch {
      unreadable.push(handle.name);
    }
  }
  return { files, unreadable };
}

function showScreen(targetURL: string): void {
  const { hash } = new URL(targetURL);
  if (hash !== "" && hash !== location.hash) location.hash = hash;
}
