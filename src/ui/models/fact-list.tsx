/** Names and values of a model, side by side. */
export type Facts = readonly (readonly [name: string, value: string])[];

export function FactList({ facts, isTight = false }: { facts: Facts; isTight?: boolean }) {
  return (
    <dl className={`model-facts${isTight ? " model-facts--tight" : ""}`}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
