/** Drops: of files made in the page, as one real drag would bring them, and of folders from disk. */
import type { Page } from "@playwright/test";

export interface DroppedFile {
  readonly name: string;
  /** Content in base64; null = a WAV of a tone, made in the page. */
  readonly base64: string | null;
  /** Of the tone. */
  readonly seconds?: number;
  readonly toneHz?: number;
}

/** All of them in one drop; the time of change is the same in every visit. */
export async function dropFiles(page: Page, files: readonly DroppedFile[]): Promise<void> {
  await page.evaluate((all) => {
    const data = new DataTransfer();
    for (const { name, base64, seconds = 1, toneHz = 440 } of all) {
      const content =
        base64 === null ? toneWav(seconds, toneHz) : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([content], name, { lastModified: 1_700_000_000_000 }));
    }
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
    }

    function toneWav(durationS: number, heightHz: number): Uint8Array<ArrayBuffer> {
      const rateHz = 8000;
      const frames = Math.round(durationS * rateHz);
      const view = new DataView(new ArrayBuffer(44 + 2 * frames));
      const text = (at: number, letters: string) => {
        for (const [index, letter] of [...letters].entries()) view.setUint8(at + index, letter.charCodeAt(0));
      };
      text(0, "RIFF");
      view.setUint32(4, 36 + 2 * frames, true);
      text(8, "WAVEfmt ");
      view.setUint32(16, 16, true);
      view.setUint16(20, 1, true);
      view.setUint16(22, 1, true);
      view.setUint32(24, rateHz, true);
      view.setUint32(28, 2 * rateHz, true);
      view.setUint16(32, 2, true);
      view.setUint16(34, 16, true);
      text(36, "data");
      view.setUint32(40, 2 * frames, true);
      for (let frame = 0; frame < frames; frame++) {
        view.setInt16(44 + 2 * frame, 8000 * Math.sin((2 * Math.PI * heightHz * frame) / rateHz), true);
      }
      return new Uint8Array(view.buffer);
    }
  }, files);
}

/** A folder of this machine, dropped on the middle of the page as the system would do it. */
export async function dropFolder(page: Page, folder: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 800, height: 600 };
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: width / 2, y: height / 2, data });
  }
  await session.detach();
}
