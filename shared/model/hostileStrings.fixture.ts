/** The function that injected markup calls if it runs; tests check that it did not. */
export const RAN = "strataRan";

const run = `globalThis.${RAN}=1`;

/**
 * Strings that harmed other programs, by their purpose. Each is ordinary text as a key, a value, a tag or a
 * description.
 */
export const hostileStrings: Readonly<Record<string, string>> = {
  script: `<script>${run}</script>`,
  "end of a script": `</script><script>${run}</script>`,
  "image with a handler": `<img src=x onerror="${run}">`,
  "svg with a handler": `<svg/onload=${run}>`,
  frame: `<iframe srcdoc="<script>parent.${RAN}=1</script>"></iframe>`,
  "end of an attribute": `"><img src=x onerror=${run}>`,
  "end of a quoted attribute": `' onmouseover='${run}' x='`,
  "end of a title": `</title></style></textarea><img src=x onerror=${run}>`,
  "HTML comment": `--><!--<img src=x onerror=${run}>`,
  "escaped twice": "&lt;script&gt;&amp;lt;&#60;",
  "script address": `javascript:${run}`,
  "data address": `data:text/html,<script>${run}</script>`,
  "file address": "file:///etc/passwd",
  "style with an address": "</style><style>*{background:url(https://evil.example/)}",
  template: `{{constructor.constructor('${run}')()}}`,
  "template literal": `\${${run}}`,
  "template of a server": `<%= ${run} %>#{${run}}`,
  "format string": "%s%n%x%d %00 %2e%2e%2f",
  "spreadsheet formula": `=HYPERLINK("https://evil.example/","x")`,
  "spreadsheet command": "@SUM(1+1)*cmd|' /C calc'!A0",
  "Markdown link": `[x](javascript:${run}) ![x](https://evil.example/x.png)`,
  "Markdown markup": "# heading\n\n> **quote** `code` | a | b |",
  "Markdown ticks": `\`\`\`\n<img src=x onerror=${run}>\n\`\`\` ~~~ \``,
  "path upwards": "../../../../etc/passwd",
  "path of Windows": "..\\..\\C:\\CON.txt",
  "path with NUL": "a.json\u0000.exe",
  "name of a prototype": "__proto__",
  "terminal sequence": "\u001b[2J\u001b]0;title\u0007\u001b[31mred\u009b31m",
  "reading order": "photo\u202egnp.exe\u202c \u2066isolated\u2069 \u200fright",
  "zero width": "a\u200bb\u200cc\u200dd\ufeffe\u2060f\u00adg",
  "control characters": "a\u0000b\u0001c\u0008d\u000be\u007ff\u0085g\u2028h\u2029i",
  "line breaks": `one\ntwo\r\nthree\rfour\n${"\n".repeat(50)}last`,
  tabs: "\t\ta\tb\t\t",
  "only blanks": "   \u00a0\u3000  ",
  "stacked marks": `Z${"\u0300\u0316\u0321\u034f".repeat(60)}algo`,
  "wide character": "\ufdfd\u{12031}\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  "long word": "W".repeat(1200),
  "long right to left": "\u05d0\u05d1 \u0627\u0628 ".repeat(120),
  "JSON in JSON": '{"a":"\\u0000","b":[1,{"__proto__":null}]}',
  "JSON pointer": "/a~1b~0c//~2",
  SQL: "'); DROP TABLE live; --",
  shell: "$(touch /tmp/strataRan); `id` && rm -rf / | cat",
};

/** Half of a surrogate pair: UTF-8 cannot represent these, so they are refused. */
export const loneSurrogates: readonly string[] = ["\ud800", "a\udfff", "\ud800x\udc00"];

/**
 * Characters that are invisible or change the direction of the text around them, which must never be shown raw. Not
 * line breaks and tabs, and not joiners in emoji.
 */
export const INVISIBLE =
  /[^\P{Cc}\n\r\t]|[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[a-z][\u200c\u200d]/u;
