/** From the Hub: ask, see, download. */
import { useActions } from "../../earshot-context.tsx";
import { CheckCard } from "./check-card.tsx";
import { Downloads } from "./downloads.tsx";
import { HUB_HEADING } from "./focus-hub.ts";
import { HubForm } from "./hub-form.tsx";
import { HubSettings } from "./hub-settings.tsx";

export function HubSection() {
  const { checkModel } = useActions();
  return (
    <section className="models__hub" aria-labelledby={HUB_HEADING}>
      <h2 id={HUB_HEADING} tabIndex={-1}>
        From the Hub
      </h2>
      <HubForm verb="Check" onId={(id) => void checkModel(id)} />
      <CheckCard />
      <Downloads />
      <HubSettings />
    </section>
  );
}
