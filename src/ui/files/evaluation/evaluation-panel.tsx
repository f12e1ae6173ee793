/** How well the model does on files whose content is known. */
export function EvaluationPanel() {
  return null;
}
