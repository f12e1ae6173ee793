/** Words and names of the event table: exact times, the name of a saved clip. Pure. */
import { stemOf } from "../../../export/file-names.ts";

/** To the millisecond, rounded to the nearest: `0:12.500`, `1:02:03.004`. */
export function formatExactTime(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const whole = Math.floor(ms / 1000);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = `${two(whole % 60)}.${String(ms % 1000).padStart(3, "0")}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** `rain 0-12.500–0-14.200 dog.wav`: colons and slashes have no place in a file's name. */
export function clipName(file: string, startS: number, endS: number, label: string): string {
  const time = (seconds: number) => formatExactTime(seconds).replaceAll(":", "-");
  const what = stemOf(label.replace(/[./\\]/g, "_"));
  return `${stemOf(file)} ${time(startS)}\u2013${time(endS)} ${what}.wav`;
}
