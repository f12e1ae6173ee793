/** A model of the Hub, typed or pasted: an id, with a revision if wanted, or the address of its page. */
import { useId, useState } from "react";
import { asEarshotError } from "../../../errors/earshot-error.ts";
import { formatReference, parseReference } from "../../../models/reference.ts";
import { sentenceFor } from "../../../session/sentences.ts";
import { useEarshot } from "../../earshot-context.tsx";
import "./hub-form.css";

interface HubFormProps {
  /** What the button says. */
  readonly verb: string;
  /** Hears the id, as it is written everywhere. */
  readonly onId: (id: string) => void;
}

export function HubForm({ verb, onId }: HubFormProps) {
  const endpoint = useEarshot(({ library }) => library.hub.endpoint);
  const [text, setText] = useState("");
  const [refusal, setRefusal] = useState<string | null>(null);
  const field = useId();

  const submit = () => {
    const read = readId(text, endpoint);
    setRefusal("refusal" in read ? read.refusal : null);
    if ("id" in read) onId(read.id);
  };

  return (
    <form
      className="hub-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor={field}>Hub id or address</label>
      <div className="hub-form__line">
        <input
          id={field}
          className="field"
          type="text"
          value={text}
          placeholder="owner/name"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={refusal !== null}
          aria-describedby={`${field}-note`}
          onChange={({ target }) => {
            setText(target.value);
            setRefusal(null);
          }}
        />
        <button type="submit" className="button">
          {verb}
        </button>
      </div>
      <p id={`${field}-note`} className="hub-form__note quiet small" {...(refusal === null ? {} : { role: "alert" })}>
        {refusal ?? "Any audio-classification model, ONNX or not; with @ a branch, tag or commit of it."}
      </p>
    </form>
  );
}

function readId(text: string, endpoint: string): { readonly id: string } | { readonly refusal: string } {
  try {
    return { id: formatReference(parseReference(text, endpoint)) };
  } catch (thrown) {
    const { what, wayOn } = sentenceFor(asEarshotError(thrown));
    return { refusal: `${what} ${wayOn}` };
  }
}
