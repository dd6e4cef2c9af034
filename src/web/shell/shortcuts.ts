import { useEffect, useRef } from 'react'

/** True while a letter typed would go into a field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  // a chosen radio or tick box keeps the focus, but takes no letters
  if (target instanceof HTMLInputElement && /^(radio|checkbox|button|file)$/.test(target.type)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

const dialogs = '.ant-modal-wrap:not([style*="display: none"]), .drawer'
const floating = '.ant-popover:not(.ant-popover-hidden), .ant-dropdown:not(.ant-dropdown-hidden), .ant-select-dropdown:not(.ant-select-dropdown-hidden), .ant-picker-dropdown:not(.ant-picker-dropdown-hidden)'

/** True where something lies over the page that the key is meant for: a dialog, or for Esc also an open list. */
function isCovered(key: string): boolean {
  return document.querySelector(key === 'Escape' ? `${dialogs}, ${floating}` : dialogs) !== null
}

/** A list, calendar, small form or dialog is open above the page: Esc is for that, not for what lies below. */
function somethingFloats(): boolean {
  return [...document.querySelectorAll('.ant-popover, .ant-select-dropdown, .ant-picker-dropdown, .ant-dropdown, .ant-modal-wrap')].some((one) => one.checkVisibility() && !/-hidden/.test(one.className))
}

/**
 * Calls `act` when the key is pressed outside of fields (`ctrl+k` also inside them).
 * In: `j`, `/`, `?`, `Escape`, `ctrl+k` (Command on a Mac).
 */
export function useShortcut(key: string, act: (event: KeyboardEvent) => void, enabled = true): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    if (!enabled) return undefined
    const control = key.startsWith('ctrl+')
    const name = control ? key.slice(5) : key
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return
      if (control !== (event.ctrlKey || event.metaKey)) return
      if (event.key.toLowerCase() !== name.toLowerCase()) return
      if (name === 'Escape' && somethingFloats()) return
      if (!control && name !== 'Escape' && isTyping(event.target)) return
      if (isCovered(name)) return
      if (control) event.preventDefault()
      else if (name === '/') event.preventDefault()
      latest.current(event)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [key, enabled])
}
