/** The id of the model that is loaded, being loaded, or failed to load. */
import { useEarshot } from "../earshot-context.tsx";

export function useCurrentModelId(): string | null {
  return useEarshot(({ engine }) => {
    switch (engine.phase) {
      case "idle":
        return null;
      case "ready":
        return engine.model.id;
      case "loading":
      case "failed":
        return engine.modelId;
      default:
        return engine satisfies never;
    }
  });
}
