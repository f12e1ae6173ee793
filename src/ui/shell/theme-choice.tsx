/** System, light or dark: one button that goes round, named by what is in force. Writes the theme onto the root element. */
import { type ReactNode, useEffect } from "react";
import type { Settings } from "../../session/state.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";

type Theme = Settings["theme"];
const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

export function ThemeChoice() {
  const { changeSettings } = useActions();
  const theme = useEarshot((state) => state.settings.theme);

  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);

  return (
    <button
      type="button"
      className="button button--bare theme-choice"
      aria-label={`Theme: ${theme}`}
      title={`Theme: ${theme}. Press for ${NEXT[theme]}.`}
      onClick={() => changeSettings({ theme: NEXT[theme] })}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {PICTURES[theme]}
      </svg>
    </button>
  );
}

const PICTURES: Record<Theme, ReactNode> = {
  system: (
    <>
      <circle cx="12" cy="12" r="8" />
      <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
    </>
  ),
  light: (
    <>
      <circle cx="12" cy="12" r="4.25" />
      <path d="M12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8M4.9 19.1l1.8-1.8M17.3 6.7l1.8-1.8" />
    </>
  ),
  dark: <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />,
};
