/** Hands an intake on: sounds to the session, tables to the evaluation, words to the report. */
import type { HandedFiles } from "../../offline/shared-files.ts";
import type { Actions } from "../../session/actions.ts";
import { takeManifest } from "../files/evaluation/manifest-intake.ts";
import { formatRoute, parseRoute } from "../route.ts";
import { type DroppedItems, gatherChosen, gatherDropped, type Intake } from "./dropped-files.ts";
import { sayIntake } from "./intake-report.ts";
import { intakeWords } from "./intake-words.ts";

type AddFiles = Pick<Actions, "addFiles">;

export async function takeDropped(actions: AddFiles, items: DroppedItems): Promise<void> {
  if (items.folders.length > 0) sayIntake({ phase: "reading", files: 0 });
  take(actions, await gatherDropped(items, (files) => sayIntake({ phase: "reading", files })));
}

export function takeChosen(actions: AddFiles, files: readonly File[]): void {
  take(actions, gatherChosen(files));
}

/** Opened or shared by the system, which shows no picker of ours: so the page goes to where they are. */
export function takeHanded(actions: AddFiles, { files, unreadable }: HandedFiles): void {
  if (files.length + unreadable.length === 0) return;
  take(actions, { ...gatherChosen(files), unreadable });
  const route = parseRoute(location.hash);
  if (route.screen !== "files") location.hash = formatRoute({ ...route, screen: "files" });
}

function take({ addFiles }: AddFiles, intake: Intake): void {
  if (intake.files.length > 0) addFiles(intake.files);
  for (const manifest of intake.manifests) takeManifest(manifest);
  const words = intakeWords(intake);
  sayIntake(words === null ? { phase: "quiet" } : { phase: "told", words });
}
