import { uuidv7 } from '#web/uuid.ts'

// The next screen is told by the address where this is kept: five hundred ids do not fit into one.
const prefix = 'qiaoshou-chosen-'

/** Keeps who was chosen in a list, for the screen that does something with them; lives as long as the tab. Out: its name for the address. */
export function keepChosen(chosen: Readonly<Record<string, { readonly name: string; readonly place: string }>>): string {
  const list = uuidv7()
  sessionStorage.setItem(prefix + list, JSON.stringify(chosen))
  return list
}
