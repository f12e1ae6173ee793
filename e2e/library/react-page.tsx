/** A React page of somebody else's: the element in JSX with its events, and the function. */
import * as earshot from "earshot";
import "earshot/element";
import "earshot/react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

function Page() {
  const [heard, setHeard] = useState("nothing yet");
  const [state, setState] = useState("");
  return (
    <main>
      <audio-classifier
        model="./models/everyday-sounds/"
        source="file"
        topK={3}
        onresult={({ detail }) => setHeard(detail.output.map(({ label }) => label).join(", "))}
        onstatechange={({ detail }) => setState(detail.state)}
        onerror={({ detail }) => setHeard(detail.message)}
      />
      <output>{heard}</output>
      <p id="state">{state}</p>
    </main>
  );
}

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
Object.assign(window, { earshot });
