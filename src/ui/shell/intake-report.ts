/** How the newest intake went, for the line under the picker and for the page's status region. */
import { createStore } from "zustand/vanilla";

export type IntakeReport =
  | { readonly phase: "quiet" }
  | { readonly phase: "reading"; readonly files: number }
  | { readonly phase: "told"; readonly words: string };

export const intakeReport = createStore<IntakeReport>(() => ({ phase: "quiet" }));

export function sayIntake(report: IntakeReport): void {
  intakeReport.setState(report, true);
}
