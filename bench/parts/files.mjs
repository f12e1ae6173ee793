/** An hour of sound through the Files screen, decoding included; needs ffmpeg, which makes the hour. */
import { hearFile, hoursOf, longFiles, serveFiles } from "../hear-file.mjs";

const HOUR = ["hour.mp3", "hour.flac", "hour.wav"];

export async function measure() {
  const app = await serveFiles();
  const rows = [];
  for (const [name, file] of longFiles(HOUR)) {
    const { tookS, firstS, processMB } = await hearFile(app, file);
    rows.push([name, `${((hoursOf(name) * 3600) / tookS).toFixed(0)} ×`, firstS.toFixed(2), String(processMB)]);
  }
  await app.close();
  return {
    title: "An hour of sound",
    words:
      "The embedded model through the Files screen, from the choice of the file to its last window; memory of the page's process.",
    columns: ["", "real time", "first results s", "most memory MB"],
    rows,
    ratios: {},
  };
}
