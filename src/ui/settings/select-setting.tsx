/** One of several: its name, the choices, and one sentence of what the chosen one means. */
import { useId } from "react";

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  readonly meaning: string;
}

interface SelectSettingProps<T> {
  readonly name: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
}

export function SelectSetting<T extends string | number | null>(props: SelectSettingProps<T>) {
  const { name, value, choices, onChange } = props;
  const id = useId();
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <div className="settings__item">
      <label htmlFor={id}>{name}</label>
      <select
        id={id}
        className="field"
        aria-describedby={`${id}-meaning`}
        value={keyOf(value)}
        onChange={({ target }) => {
          const next = choices.find((choice) => keyOf(choice.value) === target.value);
          if (next) onChange(next.value);
        }}
      >
        {choices.map((choice) => (
          <option key={keyOf(choice.value)} value={keyOf(choice.value)}>
            {choice.name}
          </option>
        ))}
      </select>
      <p id={`${id}-meaning`} className="settings__meaning">
        {chosen?.meaning ?? ""}
      </p>
    </div>
  );
}

function keyOf(value: string | number | null): string {
  return value === null ? "" : String(value);
}
