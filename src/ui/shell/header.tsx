/** Name, screens, theme: one line that stays the same everywhere. */
import type { Screen } from "../route.ts";
import { Tabs } from "./tabs.tsx";
import { ThemeChoice } from "./theme-choice.tsx";
import { Wordmark } from "./wordmark.tsx";
import "./header.css";

export function Header({ screen, modelId }: { screen: Screen; modelId: string | null }) {
  return (
    <header className="header">
      <Wordmark modelId={modelId} />
      <Tabs screen={screen} modelId={modelId} />
      <ThemeChoice />
    </header>
  );
}
