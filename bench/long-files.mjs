/**
 * `npm run bench:files`: an hour of MP3, FLAC and WAV, three hours, and ten, through the Files screen of the built app, on WASM.
 * Each goes through three times: left alone (how many times faster than real time, when the first results stand on the page,
 * how much memory the page takes); in use, a key and a click every tenth of a second (how long the page took to answer the
 * slowest of them, and the same again); with its garbage collected every few seconds (how much memory the page needs: what
 * lies in memory that nobody holds is there because nobody asked for it). Needs ffmpeg to make the files.
 */
import { hearFile, hoursOf, longFiles, serveFiles } from "./hear-file.mjs";

const app = await serveFiles();
console.log(
  "file | × real time | s | first results s | most memory MB | in use: × real time | most memory MB | slowest answer ms | memory needed MB",
);
for (const [name, file] of longFiles(process.argv.slice(2))) {
  const alone = await hearFile(app, file);
  const inUse = await hearFile(app, file, { isUsed: true });
  const collected = await hearFile(app, file, { isCollected: true });
  const speed = ({ tookS }) => ((hoursOf(name) * 3600) / tookS).toFixed(0);
  const figures = [
    ...[speed(alone), alone.tookS.toFixed(1), alone.firstS.toFixed(2), alone.processMB],
    ...[speed(inUse), inUse.processMB, inUse.slowestMs, collected.processMB],
  ];
  console.log(`${name} | ${figures.join(" | ")}`);
}
await app.close();
