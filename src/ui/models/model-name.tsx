/** A model's id, the owner said more quietly than the name; a long one breaks between the two first. */
import "./model-name.css";

export function ModelName({ id }: { id: string }) {
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
