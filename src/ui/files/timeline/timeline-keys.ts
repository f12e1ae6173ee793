/** What a key does while the timeline has the focus. Pure; null = not ours. */
export type TimelineCommand =
  | { readonly do: "seek-by"; readonly byS: number }
  | { readonly do: "seek-to"; readonly end: "start" | "end" }
  | { readonly do: "zoom"; readonly factor: number }
  | { readonly do: "pan"; readonly screens: number }
  | { readonly do: "whole" }
  | { readonly do: "toggle" }
  | { readonly do: "leave" };

interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export function timelineCommand({ key, shiftKey, ctrlKey, metaKey, altKey }: Key): TimelineCommand | null {
  if (ctrlKey || metaKey || altKey) return null;
  const stepS = shiftKey ? 10 : 1;
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return { do: "seek-by", byS: stepS };
    case "ArrowLeft":
    case "ArrowDown":
      return { do: "seek-by", byS: -stepS };
    case "Home":
      return { do: "seek-to", end: "start" };
    case "End":
      return { do: "seek-to", end: "end" };
    case "PageUp":
      return { do: "pan", screens: -1 };
    case "PageDown":
      return { do: "pan", screens: 1 };
    case "+":
    case "=":
      return { do: "zoom", factor: 0.5 };
    case "-":
    case "_":
      return { do: "zoom", factor: 2 };
    case "0":
      return { do: "whole" };
    case " ":
      return { do: "toggle" };
    case "Escape":
      return { do: "leave" };
    default:
      return null;
  }
}
