/** Owns: text and numbers for formats of lines and tabs, which have no way to escape either. */

/** Every run of tabs, line breaks and other controls (C0, DEL, C1, U+2028, U+2029) as one space. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

/**
 * Seconds to the nanosecond, never with an exponent, which not every reader knows. Audacity itself writes six decimals and
 * reads more; at nine, the sample is found again at any rate up to 500 MHz.
 */
export function plainSeconds(seconds: number): string {
  return seconds.toFixed(9);
}
