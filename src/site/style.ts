/** The public page's style, inside the page: it is read without scripts, offline and on paper. Colours are those of the looks. */
export const style = `
:root{--desk:#F1EDE3;--sheet:#FDFCF8;--ink:#211E1A;--ink-2:#534E45;--ink-3:#6E685D;--line:#E5DFD2;--line-strong:#C9C0AE;--cinnabar:#B5322A;--indigo:#2F5674;--jade:#356A4E;--ochre:#8C4A0F;--ochre-wash:#FBF0DF;--ochre-line:#DDB274;--control:#928A7B}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--desk);color:var(--ink);font:14px/1.5714 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif;font-variant-numeric:tabular-nums;text-autospace:normal}
:lang(zh-Hant) body,body:lang(zh-Hant){font-family:"PingFang TC","Noto Sans CJK TC","Microsoft JhengHei",system-ui,sans-serif}
body:lang(vi),body:lang(en){font-family:system-ui,"Noto Sans","PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
h1,h2,p,dl,dd,ul{margin:0;padding:0}ul{list-style:none}
a{color:inherit;text-decoration:none;border-bottom:1px solid var(--line-strong)}a:hover{border-color:var(--ink)}
:focus-visible{outline:2px solid var(--indigo);outline-offset:2px}
.top,.sheet{width:880px;max-width:100%;margin:0 auto}
.top{display:flex;align-items:center;gap:10px;padding:14px 0 12px}.top b{font-size:14px}.top small,.quiet{color:var(--ink-2)}
.top nav{margin-left:auto;display:flex;gap:16px}.top nav a{border:0;padding:4px 0;color:var(--ink-2);white-space:nowrap}.top nav a[aria-current]{color:var(--ink);font-weight:700;border-bottom:2px solid var(--ink)}
.sheet{background:var(--sheet);border:1px solid var(--line-strong);padding:12px 16px;margin-bottom:48px}
.double{border:0;border-top:2px solid var(--ink);border-bottom:1px solid var(--ink);height:5px;margin:0}
.in{padding:28px 48px}
.head{display:flex;justify-content:space-between;align-items:flex-start;gap:20px;padding-bottom:20px;border-bottom:1px solid var(--line)}
h1{font-size:26px;line-height:34px;letter-spacing:.12em}:lang(en) h1,:lang(vi) h1{letter-spacing:0}
.code{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace;letter-spacing:.02em}
.check{display:flex;gap:10px;align-items:center;white-space:nowrap}.check b{display:block;line-height:20px}.check small{font-size:12px;color:var(--ink-2)}.good{color:var(--jade)}.bad{color:var(--ochre)}
.says{font-size:17px;line-height:26px;padding-top:24px}
.value{display:flex;align-items:baseline;gap:14px;font-weight:700;font-size:76px;line-height:88px}.value .glyph{width:34px;height:34px}.value .unit{font-size:18px;font-weight:400;color:var(--ink-2)}
.value.times{color:var(--indigo);font-weight:400}.struck{text-decoration:line-through;text-decoration-thickness:3px}
.others{display:flex;gap:28px;padding:8px 0 0;color:var(--indigo)}.others .unit{font-size:12px;color:var(--ink-3);margin-left:3px}.others .glyph{margin-right:5px}
section{border-top:1.5px solid var(--ink);margin-top:24px;padding-top:12px}
h2{font-size:15px;line-height:22px;font-weight:700;margin-bottom:10px}
.levels{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:20px}.levels li{font-size:13px;line-height:20px}.levels .seal{display:block;margin-bottom:8px}.levels b,.levels span{display:block}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 40px}
.facts{display:grid;grid-template-columns:auto 1fr;gap:2px 16px;margin-top:10px}.facts dt{color:var(--ink-3)}
.parts{width:100%;border-collapse:collapse}.parts td,.parts th{padding:6px 0;border-bottom:1px solid var(--line);font-weight:400;text-align:left}.parts td:last-child{text-align:right;white-space:nowrap}
.parts .bar{width:46%;padding:0 12px}.bar i{display:block;height:5px;background:var(--ink)}.times-bar .bar i{background:none;border:1px solid var(--indigo)}
.parts .overlap td,.parts .overlap th{color:var(--ink-2);background:repeating-linear-gradient(135deg,transparent 0 5px,var(--line) 5px 6px)}
.parts .overlap td:nth-child(2){padding:6px 12px}
.parts .whole td,.parts .whole th{border-bottom:3px double var(--ink);padding-top:8px}.parts .whole td{font-weight:700;font-size:17px}.parts .unit{font-size:12px;font-weight:400;margin-left:3px}
.many td,.many th{padding:2px 0}
.out li{display:flex;gap:20px;padding:6px 0;border-bottom:1px solid var(--line)}.out b{min-width:92px;text-align:right}.out .unit{font-size:12px;font-weight:400;color:var(--ink-3);margin-left:3px}
.chain{display:grid;grid-template-columns:1fr auto;gap:32px;align-items:start}.print-code{display:flex;gap:14px;align-items:center;max-width:270px}.print-code svg{display:block;width:92px;height:92px;flex:none;padding:0}.qr{border:1px solid var(--line-strong);background:#fff;padding:8px}
.print-code b{display:block}.print-code small{font-size:12px;line-height:18px;color:var(--ink-2);display:block}
.finger{overflow-wrap:anywhere}.actions{display:flex;gap:20px;margin-top:6px}summary{cursor:pointer;display:inline-block;border-bottom:1px solid var(--line-strong)}summary::marker{content:""}details p{margin-top:6px;color:var(--ink-2)}
.sign{display:flex;justify-content:space-between;align-items:flex-end;gap:20px;margin-top:24px;padding-top:20px;border-top:1px solid var(--line)}.sign .who{position:relative;text-align:right;white-space:nowrap;display:flex;flex-direction:column;justify-content:center}
.sign .sealed{padding-right:34px;min-height:64px}.sign .who .seal{position:absolute;right:-14px;top:-6px;mix-blend-mode:multiply}
.note{border:1px solid var(--ochre-line);border-left:3px solid var(--ochre);background:var(--ochre-wash);padding:10px 14px;margin-top:20px}.note b{color:var(--ochre)}
form label{flex-basis:100%}form{display:flex;gap:8px;margin-top:16px;flex-wrap:wrap}input{font:inherit;font-family:ui-monospace,Menlo,Consolas,monospace;height:44px;padding:0 12px;border:1px solid var(--control);border-radius:3px;background:#fff;color:inherit;width:260px;max-width:100%;text-transform:uppercase}
button{font:inherit;height:44px;padding:0 20px;border:0;border-radius:3px;background:var(--ink);color:var(--sheet);cursor:pointer}
@media(max-width:900px){.top{padding:12px 16px}}
@media(max-width:640px){body{font-size:16px;line-height:24px}.top{flex-wrap:wrap}.top small{display:none}.sheet{border-left:0;border-right:0;padding:10px 8px;margin-bottom:0}.in{padding:16px 12px}h1{font-size:22px;line-height:30px}.says{font-size:17px;padding-top:16px}.value{font-size:56px;line-height:72px;gap:10px}.value .glyph{width:26px;height:26px}.two,.chain{grid-template-columns:1fr}.levels{grid-template-columns:1fr;gap:0}.levels li{display:grid;grid-template-columns:60px 1fr;gap:0 14px;padding:10px 0;border-bottom:1px solid var(--line);font-size:14px}.levels .seal{grid-row:1/9;margin:0}.head{flex-wrap:wrap}.sign{flex-direction:column;align-items:stretch}.sign .who{align-self:flex-end}.out b{min-width:76px}}
@media print{@page{size:A4;margin:9mm}body{background:#fff;font-size:12px}.top nav,.actions,details,form{display:none}.top,.sheet{width:100%}.sheet{border:0;margin:0;padding:0}.in{padding:10px 24px}.says{padding-top:12px;font-size:15px}.value{font-size:56px;line-height:62px}section{margin-top:14px;padding-top:8px}h2{margin-bottom:5px}.parts td,.parts th,.out li{padding:3px 0}.many td,.many th{padding:0;line-height:17px}.head{padding-bottom:10px}.sign{margin-top:12px;padding-top:14px}.levels .seal{width:38px;height:38px}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}section,.sign{break-inside:avoid}}
`
