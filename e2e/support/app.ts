/** The built app on a port of its own, and a Chromium whose microphone plays a file. */
import { type Browser, chromium, type LaunchOptions, type Page } from "@playwright/test";
import { HUB_DEFAULT } from "../../scripts/headers.mjs";
import { serve } from "../../scripts/serve.mjs";
import { allowOrigin, record } from "./recorder.ts";

/** `EARSHOT_DIST` names another built folder than `dist`. */
export async function serveApp(hub?: string): ReturnType<typeof serve> {
  const app = await serve({ folder: process.env.EARSHOT_DIST ?? "dist", ...(hub ? { hub } : {}) });
  allowOrigin(app.url);
  allowOrigin(hub ?? HUB_DEFAULT);
  return app;
}

export interface BrowserOptions {
  /** WAV that the fake microphone plays in a loop; without it Chromium beeps. */
  readonly microphoneFile?: string;
  /** False = the permission prompt stays for the test to answer by the context's permissions. */
  readonly grantMicrophone?: boolean;
  readonly args?: readonly string[];
}

export const WEBGPU_ARGS = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

/** A browser of its own: the fake microphone's file is fixed when it starts. */
export function launchBrowser({
  microphoneFile,
  grantMicrophone = true,
  args = [],
}: BrowserOptions = {}): Promise<Browser> {
  const executablePath = process.env.EARSHOT_CHROMIUM;
  const options: LaunchOptions = {
    ...(executablePath ? { executablePath } : {}),
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--use-fake-device-for-media-stream",
      "--autoplay-policy=no-user-gesture-required",
      ...(grantMicrophone ? ["--use-fake-ui-for-media-stream"] : []),
      ...(microphoneFile ? [`--use-file-for-fake-audio-capture=${microphoneFile}`] : []),
      ...args,
    ],
  };
  return chromium.launch(options);
}

/** Opens a screen and waits until its model is ready. From here on the test fails if the page speaks to anybody else. */
export async function openReady(
  page: Page,
  url: string,
  screen: "live" | "files" | "models",
  model?: string,
): Promise<void> {
  allowOrigin(url);
  record(page.context());
  await page.goto(`${url}#/${screen}${model ? `?model=${encodeURIComponent(model)}` : ""}`);
  await page
    .getByText(/^Ready\. /)
    .filter({ visible: true })
    .waitFor({ timeout: 30_000 });
}
