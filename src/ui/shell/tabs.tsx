/** The three screens as tabs. They are links, so that each can be opened apart; arrows, Home and End move along. */
import { useRef } from "react";
import { formatRoute, SCREEN_NAMES, SCREENS, type Screen } from "../route.ts";

export function Tabs({ screen, modelId }: { screen: Screen; modelId: string | null }) {
  const list = useRef<HTMLDivElement>(null);

  const go = (index: number) => {
    const name = SCREENS[(index + SCREENS.length) % SCREENS.length];
    const tab = list.current?.querySelector<HTMLElement>(`[data-screen="${name}"]`);
    tab?.focus();
    tab?.click();
  };

  return (
    <div
      ref={list}
      className="tabs"
      role="tablist"
      aria-label="Screens"
      onKeyDown={(event) => {
        const here = SCREENS.indexOf(screen);
        const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1, " ": here }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        go(to);
      }}
    >
      {SCREENS.map((name) => (
        <a
          key={name}
          id={`tab-${name}`}
          role="tab"
          href={formatRoute({ screen: name, modelId })}
          data-screen={name}
          data-name={SCREEN_NAMES[name]}
          aria-selected={name === screen}
          aria-controls={`panel-${name}`}
          tabIndex={name === screen ? 0 : -1}
        >
          {SCREEN_NAMES[name]}
        </a>
      ))}
    </div>
  );
}
