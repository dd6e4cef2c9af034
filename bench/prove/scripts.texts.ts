/** Each calls `ran` if it ever runs: the browser that looks counts the calls. Short, so that the narrowest fields hold most of them whole; the first twelve are the suite's. */
export const hostileTexts: readonly string[] = [
  '<script>ran()</script>', '<img src=x onerror=ran()>', '"><svg onload=ran()>', 'javascript:ran()', "{{constructor.constructor('ran()')()}}", '</style><script>ran()</script>',
  '</title><img src=x onerror=ran()>', '\u202e<svg onload=ran()>\u2066', "=cmd|' /C calc'!A0", '" autofocus onfocus=ran() x="', '<iframe srcdoc="<script>parent.ran()</script>">', '女'.repeat(58),

  "'-ran()-'", '"-ran()-"', '`-ran()-`', '${ran()}', '#{ran()}', '<%= ran() %>', '{{ran()}}', '[[ran()]]', "');ran();//", '");ran();//', '</script><script>ran()</script>', '<ScRiPt>ran()</sCrIpT>', '<script/x>ran()</script>', '<<script>ran()//<</script>',
  '<svg><script>ran()</script>', '<svg/onload=ran()>', '<math><mi xlink:href="javascript:ran()">', '<body onload=ran()>', '<details open ontoggle=ran()>', '<video><source onerror=ran()>', '<input autofocus onfocus=ran()>', '<select autofocus onfocus=ran()>',
  '<a href="javascript:ran()">x</a>', "' onmouseover=ran() x='", '<form action=javascript:ran()><button>', '<object data="javascript:ran()">', '<embed src="javascript:ran()">', '<link rel=import href=data:,ran()>', '<meta http-equiv=refresh content=0;javascript:ran()>',
  '<base href=//evil.example/>', 'data:text/html,<script>ran()</script>', 'data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg==', ' JaVaScRiPt:ran()', 'java\tscript:ran()', '//evil.example/x', '&lt;script&gt;ran()&lt;/script&gt;', '&#60;script&#62;ran()&#60;/script&#62;', '＜script＞ran()＜/script＞',
  '%3Cscript%3Eran()%3C/script%3E', '%00<script>ran()</script>', '\ufeff<svg onload=ran()>', '<!--><svg onload=ran()>', ']]><svg onload=ran()>', '<noscript><p title="</noscript><svg onload=ran()>">', '__proto__', '+ran()', '-ran()', '@SUM(ran())', '\t=ran()', '\r=ran()', '$t(brand){{brand}}', 'W'.repeat(60),
]
