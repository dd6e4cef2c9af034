import { pinyin } from 'pinyin-pro'

/**
 * Names that are one slip away from `text`: same sound, or one character added, left out or changed. Same sound first, then
 * those that the text only contains.
 * @param name what to compare of each candidate
 */
export function closest<Item>(text: string, items: readonly Item[], name: (item: Item) => string): Item[] {
  const sound = soundOf(text)
  const found: { item: Item; rank: number }[] = []
  for (const item of items) {
    const other = name(item)
    if (other.length > 1 && text.length > other.length + 1 && text.includes(other)) found.push({ item, rank: 3 })
    if (Math.abs(other.length - text.length) > 1) continue
    if (other.length === text.length && soundOf(other) === sound) found.push({ item, rank: other === text ? 0 : 1 })
    else if (text.length > 1 && other.length > 1 && oneSlip(text, other)) found.push({ item, rank: 2 })
  }
  return found.sort((a, b) => a.rank - b.rank).map(({ item }) => item)
}

const sounds = new Map<string, string>()
function soundOf(text: string): string {
  let sound = sounds.get(text)
  if (sound === undefined) {
    if (sounds.size > 50_000) sounds.clear()
    sound = pinyin(text, { toneType: 'none' })
    sounds.set(text, sound)
  }
  return sound
}

/** True where the two differ by at most one character put in, left out, changed, or two neighbours swapped. */
function oneSlip(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1]
  const [restA, restB] = [a.slice(start, endA), b.slice(start, endB)]
  return (restA.length <= 1 && restB.length <= 1) || (restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0])
}
