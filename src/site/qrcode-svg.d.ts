declare module 'qrcode-svg' {
  type Options = {
    content: string; padding?: number; width?: number; height?: number; color?: string; background?: string; ecl?: 'L' | 'M' | 'H' | 'Q'
    join?: boolean; container?: 'svg' | 'svg-viewbox' | 'g' | 'none'; xmlDeclaration?: boolean
  }
  export default class QRCode {
    constructor(options: Options)
    /** Row by row, true where it is dark. */
    readonly qrcode: { readonly modules: readonly (readonly boolean[])[] }
    svg(): string
  }
}
