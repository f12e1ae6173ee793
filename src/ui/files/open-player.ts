/** A player on the browser's own audio element. Whoever opens it closes it. */
import { FilePlayer } from "./file-player.ts";

export function openPlayer(sound: Blob): FilePlayer {
  return new FilePlayer(sound, {
    element: new Audio(),
    createUrl: (source) => URL.createObjectURL(source),
    revokeUrl: (url) => URL.revokeObjectURL(url),
    nextFrame: (callback) => {
      const frame = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(frame);
    },
  });
}
