/** Whom sound may be sent to, and how to take that back. */
import { useActions, useEarshot } from "../../earshot-context.tsx";
import { formatCount } from "../../figures.ts";
import { focusServer } from "./focus-server.ts";

export function AgreedList() {
  const { withdrawFromServer } = useActions();
  const agreed = useEarshot(({ server }) => server.agreed);
  if (agreed.length === 0) return null;
  return (
    <details className="disclosure server-agreed">
      <summary>
        Agreed to <span className="quiet">{formatCount(agreed.length, "server")}</span>
      </summary>
      <ul>
        {agreed.map((party) => (
          <li key={party}>
            <span>{partyWords(party)}</span>
            <button
              type="button"
              className="button button--text"
              aria-label={`Withdraw ${partyWords(party)}`}
              onClick={() => {
                focusServer();
                void withdrawFromServer(party);
              }}
            >
              Withdraw
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** `https://host provider` → `host, provider`. */
function partyWords(party: string): string {
  const [origin = "", provider] = party.split(" ");
  const host = URL.canParse(origin) ? new URL(origin).host : origin;
  return provider === undefined ? host : `${host}, ${provider}`;
}
