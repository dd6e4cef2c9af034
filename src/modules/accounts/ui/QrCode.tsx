import QRCode from 'qrcode-svg'
import { useMemo } from 'react'

/** Four modules of white around it, as scanners want (ISO/IEC 18004). */
const quiet = 4

/** A text as a QR code, drawn here in the browser as one path: what it holds goes nowhere. Black on white in the dark theme as well. */
export function QrCode({ text, size, label }: { text: string; size: number; label: string }) {
  const { path, side } = useMemo(() => {
    const { modules } = new QRCode({ content: text, ecl: 'M' }).qrcode
    const dark = modules.flatMap((row, y) => row.flatMap((is, x) => (is ? `M${x + quiet} ${y + quiet}h1v1h-1z` : [])))
    return { path: dark.join(''), side: modules.length + 2 * quiet }
  }, [text])
  return (
    <svg className="qr-code" role="img" aria-label={label} width={size} height={size} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#211E1A" />
    </svg>
  )
}
