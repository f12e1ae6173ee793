/** From the Hub: ask, see, download. */
import { useActions } from "../../earshot-context.tsx";
import { CheckCard } from "./check-card.tsx";
import { Downloads } from "./downloads.tsx";
import { HubForm } from "./hub-form.tsx";
import { HubSettings } from "./hub-settings.tsx";

export function HubSection() {
  const { checkModel } = useActions();
  return (
    <section className="models__hub" aria-labelledby="hub-heading">
      <h2 id="hub-heading">From the Hub</h2>
      <HubForm verb="Check" onId={(id) => void checkModel(id)} />
      <CheckCard />
      <Downloads />
      <HubSettings />
    </section>
  );
}
