/**
 * The page: header, three screens as tab panels, settings beside Live and Files, notices, footer. The panel that is
 * shown comes first, the others when the page is idle; from then on all stay mounted, so that listening, playback and what was
 * typed go on while another screen is looked at.
 */
// First, because it says in which order the layers of all other style sheets apply.
import "./styles/index.css";

import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { type EarshotHandles, EarshotProvider } from "./earshot-context.tsx";
import { FilesScreen } from "./files/files-screen.tsx";
import { LiveScreen } from "./live/live-screen.tsx";
import { ModelsScreen } from "./models/models-screen.tsx";
import { formatRoute, parseRoute, SCREEN_NAMES, type Screen } from "./route.ts";
import { SettingsPanel } from "./settings/settings-panel.tsx";
import { DropOverlay } from "./shell/drop-overlay.tsx";
import { Footer } from "./shell/footer.tsx";
import { Header } from "./shell/header.tsx";
import { Notices } from "./shell/notices.tsx";
import { ServerSign } from "./shell/server-sign.tsx";
import { useFileIntake } from "./shell/use-file-intake.ts";
import { useDrawn } from "./use-drawn.ts";
import { useAddressOfModel, useModelOfRoute, useRoute } from "./use-route.ts";

export function App({ store, actions, feed }: EarshotHandles) {
  return (
    <EarshotProvider handles={{ store, actions, feed }}>
      <Page />
    </EarshotProvider>
  );
}

function Page() {
  const { screen, modelId } = useRoute();
  useModelOfRoute(modelId);
  useAddressOfModel();
  useTitleAndFocus(screen);
  const dragging = useFileIntake(
    useCallback(() => {
      const route = parseRoute(location.hash);
      if (route.screen !== "files") location.hash = formatRoute({ ...route, screen: "files" });
    }, []),
  );

  return (
    <div className="page">
      {/* biome-ignore lint/a11y/useValidAnchor: the address belongs to the screens, so the link moves the focus itself */}
      <a className="skip-link" href="#main" onClick={skipToPanel}>
        Skip to the content
      </a>
      <Header screen={screen} modelId={modelId} />
      <ServerSign />
      <div className={screen === "models" ? "page__body" : "page__body page__body--aside"}>
        <main id="main">
          <Panel name="live" shown={screen}>
            <LiveScreen visible={screen === "live"} />
          </Panel>
          <Panel name="files" shown={screen}>
            <FilesScreen />
          </Panel>
          <Panel name="models" shown={screen}>
            <ModelsScreen />
          </Panel>
        </main>
        {screen !== "models" && <SettingsPanel />}
      </div>
      <Footer />
      <Notices />
      {dragging && <DropOverlay screen={screen} />}
    </div>
  );
}

function Panel({ name, shown, children }: { name: Screen; shown: Screen; children: ReactNode }) {
  const drawn = useDrawn(name === shown);
  return (
    <div
      id={`panel-${name}`}
      className="page__panel"
      role="tabpanel"
      aria-labelledby={`tab-${name}`}
      tabIndex={-1}
      hidden={name !== shown}
    >
      <h1 className="unseen">{SCREEN_NAMES[name]}</h1>
      {drawn && children}
    </div>
  );
}

/** The title names the screen; after a change that did not come from a tab, focus goes to what is new. */
function useTitleAndFocus(screen: Screen): void {
  const before = useRef(screen);
  useEffect(() => {
    document.title = `${SCREEN_NAMES[screen]} · Earshot`;
    if (before.current === screen) return;
    before.current = screen;
    scrollTo(0, 0);
    if (document.activeElement?.getAttribute("role") === "tab") return;
    document.getElementById(`panel-${screen}`)?.focus({ preventScroll: true });
  }, [screen]);
}

/** The address is taken by the screens, so the skip link moves the focus itself. */
function skipToPanel(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("[role=tabpanel]:not([hidden])")?.focus();
}
