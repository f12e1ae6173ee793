/** One of a few, side by side: arrows move along, the chosen one is underlined. What cannot be chosen now keeps its place. */
import { useId } from "react";

interface CodeChoiceProps<T extends string> {
  readonly legend: string;
  readonly values: readonly T[];
  readonly possible: readonly T[];
  readonly names: Record<T, string>;
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}

export function CodeChoice<T extends string>({
  legend,
  values,
  possible,
  names,
  chosen,
  onChoose,
}: CodeChoiceProps<T>) {
  const group = useId();
  return (
    <fieldset className="choices copy-code__choice">
      <legend className="unseen">{legend}</legend>
      {values.map((value) => (
        <label key={value}>
          <input
            type="radio"
            name={group}
            checked={value === chosen}
            disabled={!possible.includes(value)}
            onChange={() => onChoose(value)}
          />
          {names[value]}
        </label>
      ))}
    </fieldset>
  );
}
