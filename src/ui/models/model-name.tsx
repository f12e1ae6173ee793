/** A model's id, the owner (or the server) said more quietly than the name; a long one breaks between the two first. */
import { serverTitle } from "./model-title.ts";
import "./model-name.css";

export function ModelName({ id }: { id: string }) {
  const server = serverTitle(id);
  if (server !== null) {
    return (
      <>
        {server.name ?? server.host}
        {server.name !== null && <span className="model-name__owner"> on {server.host}</span>}
      </>
    );
  }
  const cut = id.indexOf("/") + 1;
  if (cut === 0) return id.replace(/^disk:/, "");
  return (
    <>
      <span className="model-name__owner">{id.slice(0, cut)}</span>
      <wbr />
      {id.slice(cut)}
    </>
  );
}
