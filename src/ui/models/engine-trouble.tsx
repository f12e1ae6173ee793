/** A model that could not be opened, said where it is missed. */
import { sentenceFor } from "../../session/sentences.ts";
import { useActions, useEarshot } from "../earshot-context.tsx";
import { ProblemBlock } from "../shell/problem-block.tsx";
import { useChooseModel } from "../use-route.ts";

const FALLBACK_MODEL = "everyday-sounds";

export function EngineTrouble() {
  const actions = useActions();
  const chooseModel = useChooseModel();
  const engine = useEarshot((state) => (state.engine.phase === "failed" ? state.engine : null));
  if (engine === null) return null;
  const ways = [{ name: "Try again", run: (): void => void actions.retryModel() }];
  if (engine.modelId !== FALLBACK_MODEL) {
    ways.push({ name: `Use ${FALLBACK_MODEL}`, run: () => chooseModel(FALLBACK_MODEL) });
  }
  return <ProblemBlock sentence={sentenceFor(engine.problem)} actions={ways} />;
}
