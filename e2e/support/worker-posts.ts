/** What the page asks of its workers, counted in the page; pictures can be held back, to see what is there without them. */
import type { Page } from "@playwright/test";

export interface WorkerPosts {
  /** Windows that were given to the model, alone or in packs. */
  windows: number;
  /** Parts of a file of which a fine picture was asked for, s. */
  readonly pictures: { readonly fromS: number; readonly toS: number }[];
  /** Requests for pictures wait here while this is no null. */
  held: (() => void)[] | null;
}

declare global {
  interface Window {
    workerPosts: WorkerPosts;
  }
}

/** Before the page's own scripts: `page.addInitScript(watchWorkers)`. */
export function watchWorkers(): void {
  const posts: WorkerPosts = { windows: 0, pictures: [], held: null };
  window.workerPosts = posts;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
    const send = () => Reflect.apply(post, this, message);
    const request = message[0] as {
      readonly name?: string;
      readonly params?: { readonly offsets: Int32Array };
      readonly kind?: string;
      readonly fromS: number;
      readonly toS: number;
    };
    if (request.name === "run") posts.windows++;
    if (request.name === "runPack") posts.windows += request.params?.offsets.length ?? 0;
    if (request.kind !== "open-picture") return send();
    posts.pictures.push({ fromS: request.fromS, toS: request.toS });
    if (posts.held === null) send();
    else posts.held.push(send);
  };
}

export const windowsRun = (page: Page): Promise<number> => page.evaluate(() => window.workerPosts.windows);

export const holdPictures = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.workerPosts.held = [];
  });

export const releasePictures = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const send of window.workerPosts.held ?? []) send();
    window.workerPosts.held = null;
  });
