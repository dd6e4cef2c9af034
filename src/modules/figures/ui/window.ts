/** The rows of a long table that are drawn: those in sight and some above and below. In: how many, each one's height, how far it is scrolled, how high the room is (px). */
export function shownRows(count: number, rowHeight: number, top: number, height: number): { from: number; to: number } {
  const around = 15
  const first = Math.min(Math.max(0, Math.floor(top / rowHeight) - around), Math.max(0, count - 1))
  return { from: first, to: Math.min(count, Math.ceil((top + height) / rowHeight) + around) }
}
