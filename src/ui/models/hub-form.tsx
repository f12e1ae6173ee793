/** A Hub id typed or pasted; a whole address of the Hub is read as the id in it. */
import { useId, useState } from "react";
import { useChooseModel } from "../use-route.ts";
import { readHubId } from "./hub-id.ts";
import "./hub-form.css";

export function HubForm({ onOpen }: { onOpen?: () => void }) {
  const choose = useChooseModel();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(false);
  const field = useId();

  return (
    <form
      className="hub-form"
      onSubmit={(event) => {
        event.preventDefault();
        const id = readHubId(text);
        setRefused(id === null);
        if (id === null) return;
        choose(id);
        onOpen?.();
      }}
    >
      <label htmlFor={field}>Hub id</label>
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
          aria-invalid={refused}
          aria-describedby={`${field}-note`}
          onChange={({ target }) => {
            setText(target.value);
            setRefused(false);
          }}
        />
        <button type="submit" className="button">
          Open
        </button>
      </div>
      <p id={`${field}-note`} className="quiet small">
        {refused
          ? "A Hub id looks like owner/name."
          : "An audio-classification model of the Hugging Face Hub with ONNX weights."}
      </p>
    </form>
  );
}
