/** Which server: Hugging Face's Inference Providers with a model of the Hub, or any address that answers the same task. */
import { type ReactNode, useId, useState } from "react";
import type { ServerWish } from "../../../session/server-state.ts";
import { useActions } from "../../earshot-context.tsx";

type Kind = ServerWish["kind"];

const KINDS: Record<Kind, string> = { provider: "Inference Providers", endpoint: "Another address" };

export function ServerForm({ router: kept }: { router: string }) {
  const { askServer } = useActions();
  const [kind, setKind] = useState<Kind>("provider");
  const [modelId, setModelId] = useState("");
  const [router, setRouter] = useState(kept);
  const [address, setAddress] = useState("");
  const group = useId();
  const wish: ServerWish =
    kind === "provider" ? { kind, modelId, router } : { kind, address, modelId: address === "" ? "" : modelId };
  const asked = kind === "provider" ? modelId : address;

  return (
    <form
      className="server-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (asked.trim() !== "") void askServer(wish);
      }}
    >
      <fieldset className="choices">
        <legend className="unseen">Which kind of server</legend>
        {(["provider", "endpoint"] as const).map((one) => (
          <label key={one}>
            <input type="radio" name={group} checked={one === kind} onChange={() => setKind(one)} />
            {KINDS[one]}
          </label>
        ))}
      </fieldset>
      {kind === "provider" ? (
        <>
          <Field
            name="Model on the server"
            value={modelId}
            placeholder="owner/name"
            onChange={setModelId}
            note="A Hub id that Hugging Face serves for audio classification. The Hub is asked who does; no sound is sent."
          >
            <AskButton isEmpty={modelId.trim() === ""} />
          </Field>
          <details className="disclosure server-form__more">
            <summary>
              Router <span className="quiet">{URL.canParse(router) ? new URL(router).host : router}</span>
            </summary>
            <Field
              name="Address of the router"
              value={router}
              placeholder="https://"
              onChange={setRouter}
              note="Where Inference Providers are reached: Hugging Face's own, or a mirror of it."
            />
          </details>
        </>
      ) : (
        <>
          <Field
            name="Address of the endpoint"
            value={address}
            placeholder="https://"
            onChange={setAddress}
            note="An Inference Endpoint, npm start on another machine, or whatever answers the Hub's audio-classification API. It must allow pages of this address."
          >
            <AskButton isEmpty={address.trim() === ""} />
          </Field>
          <Field
            name="Its model, if you know it"
            value={modelId}
            placeholder="owner/name"
            onChange={setModelId}
            note="Tells the labels, the rate and the window. Not needed where the address ends in /models/owner/name."
          />
        </>
      )}
    </form>
  );
}

function AskButton({ isEmpty }: { isEmpty: boolean }) {
  return (
    <button type="submit" className="button" aria-disabled={isEmpty}>
      Ask
    </button>
  );
}

interface FieldProps {
  readonly name: string;
  readonly value: string;
  readonly placeholder: string;
  readonly note: string;
  readonly onChange: (text: string) => void;
  readonly children?: ReactNode;
}

function Field({ name, value, placeholder, note, onChange, children }: FieldProps) {
  const field = useId();
  return (
    <div className="server-form__field">
      <label htmlFor={field}>{name}</label>
      <div className="server-form__line">
        <input
          id={field}
          className="field"
          type="text"
          value={value}
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-describedby={`${field}-note`}
          onChange={({ target }) => onChange(target.value)}
        />
        {children}
      </div>
      <p id={`${field}-note`} className="quiet small">
        {note}
      </p>
    </div>
  );
}
