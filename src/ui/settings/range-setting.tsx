/** A number on a scale: its name, its value in words, and one sentence of what it means. */
import { useId } from "react";

interface RangeSettingProps {
  readonly name: string;
  readonly value: number;
  readonly shown: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly meaning?: string;
  readonly onChange: (value: number) => void;
}

export function RangeSetting({ name, value, shown, min, max, step, meaning, onChange }: RangeSettingProps) {
  const id = useId();
  return (
    <div className="settings__item">
      <p className="settings__pair">
        <label htmlFor={id}>{name}</label>
        <span className="settings__value">{shown}</span>
      </p>
      <input
        id={id}
        className="range"
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={shown}
        aria-describedby={meaning === undefined ? undefined : `${id}-meaning`}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
      {meaning !== undefined && (
        <p id={`${id}-meaning`} className="settings__meaning">
          {meaning}
        </p>
      )}
    </div>
  );
}
