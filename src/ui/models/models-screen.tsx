/** Which models there are (inside, stored, on the Hub, on disk, on a server, known by name), and the one that runs. */
import { Catalogue } from "./catalogue/catalogue.tsx";
import { DiskSection } from "./disk-section.tsx";
import { EmbeddedList } from "./embedded-list.tsx";
import { HubSection } from "./hub/hub-section.tsx";
import { ModelInUse } from "./in-use/model-in-use.tsx";
import { ServerSection } from "./server/server-section.tsx";
import { StoredModels } from "./stored/stored-models.tsx";
import "./models-screen.css";

export function ModelsScreen() {
  return (
    <div className="models">
      <div className="models__choice">
        <EmbeddedList />
        <StoredModels />
        <HubSection />
        <DiskSection />
        <ServerSection />
      </div>
      <ModelInUse />
      <Catalogue />
    </div>
  );
}
