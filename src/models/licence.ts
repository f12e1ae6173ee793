/** What a licence's short name says of its use. Only what the name itself says: this is no legal advice. */
export function isNonCommercial(licence: string): boolean {
  return /(?:^|[-_ ])(?:nc|non-?commercial|research(?:-only)?)(?:$|[-_ ])/i.test(licence);
}
