/** Reads a Hub id out of what people paste: `owner/name`, with a revision `owner/name@abc`, or the address of the model's page. Pure. */
const PART = "[A-Za-z0-9][\\w.-]*";
const ID = new RegExp(`^${PART}/${PART}(@[\\w./-]+)?$`);

/** Null where there is no id in it. */
export function readHubId(text: string): string | null {
  const trimmed = text.trim();
  const address = /^https?:\/\/[^/]+\/(?<owner>[^/?#]+)\/(?<name>[^/?#]+)/i.exec(trimmed)?.groups;
  const id = address ? `${address.owner}/${address.name}` : trimmed;
  return ID.test(id) ? id : null;
}
