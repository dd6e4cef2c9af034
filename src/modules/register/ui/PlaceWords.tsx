/** 铁富镇 · 姚庄村, with the drawn dot. */
export function PlaceWords({ unit }: { unit: { readonly name: string; readonly town: string | null } }) {
  return <span className="facts place-words">{unit.town && <span>{unit.town}</span>}<span>{unit.name}</span></span>
}
