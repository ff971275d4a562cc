import { expect, type Page } from "@playwright/test";
import { INVISIBLE, RAN } from "../shared/model/hostileStrings.fixture.ts";

/**
 * That nothing of what is shown ran, became markup, turned the text around it, or pushed anything out of its place.
 * `where` is what is on show, for the message.
 */
export async function expectCalm(page: Page, where: string): Promise<void> {
  const wrong = await page.evaluate(look, { ran: RAN, invisible: INVISIBLE.source });
  expect(wrong, `${where}: what is out of order`).toEqual([]);
}

/** Runs in the page. Each finding is one line. */
function look({ ran, invisible }: { readonly ran: string; readonly invisible: string }): string[] {
  const findings: string[] = [];
  const hidden = new RegExp(invisible, "u");
  if (ran in globalThis) findings.push("something ran");
  const describe = (element: Element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${JSON.stringify(element.textContent?.slice(0, 60))}`;

  const elements = (root: ParentNode): Element[] =>
    [...root.querySelectorAll("*")].flatMap((element) =>
      element.shadowRoot ? [element, ...elements(element.shadowRoot)] : [element],
    );
  const all = elements(document);
  for (const element of all) {
    if (/^(iframe|object|embed|base|form\[action\])$/i.test(element.tagName))
      findings.push(describe(element));
    const isOurScript =
      element instanceof HTMLScriptElement && new URL(element.src).origin === location.origin;
    if (element instanceof HTMLScriptElement && !isOurScript) findings.push(describe(element));
    for (const { name, value } of element.attributes) {
      const isAddress = ["href", "src", "action", "formaction", "xlink:href"].includes(name);
      const isForeign = isAddress && new URL(value, location.href).origin !== location.origin;
      if (name.startsWith("on") || isForeign) findings.push(`${name}=${value} of ${describe(element)}`);
      if (/^(title|aria-label|alt)$/.test(name) && hidden.test(value))
        findings.push(`${name} ${JSON.stringify(value)} of ${describe(element)}`);
    }
    for (const child of element.childNodes) {
      const isText = child.nodeType === Node.TEXT_NODE && !/^(STYLE|SCRIPT|TEXTAREA)$/.test(element.tagName);
      if (isText && hidden.test(child.textContent ?? ""))
        findings.push(`invisible text in ${describe(element)}`);
    }
  }
  if (hidden.test(document.title)) findings.push("invisible text in the title");

  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
  if (scrollWidth > clientWidth) findings.push(`the page is ${scrollWidth - clientWidth} px too wide`);
  if (scrollHeight > clientHeight) findings.push(`the page is ${scrollHeight - clientHeight} px too high`);
  for (const row of all.filter((element) => element.matches("[role=option], [role=treeitem]"))) {
    const { top, bottom } = row.getBoundingClientRect();
    for (const part of row.querySelectorAll("*")) {
      const place = part.getBoundingClientRect();
      const isSeen = place.height > 0 && !part.closest(".visually-hidden");
      if (isSeen && (place.top < top - 2 || place.bottom > bottom + 2))
        findings.push(`out of its row: ${describe(part)}`);
    }
  }
  const modal = document.querySelector("[role=dialog]");
  for (const control of (modal ?? document).querySelectorAll("header button, footer button, [role=tab]")) {
    const place = control.getBoundingClientRect();
    if (
      place.width > 0 &&
      (place.left < 0 || place.right > innerWidth || place.top < 0 || place.bottom > innerHeight)
    )
      findings.push(`beyond the window: ${describe(control)}`);
  }
  return findings;
}
