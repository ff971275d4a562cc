import type { Page } from "@playwright/test";

export interface AccessibleNode {
  readonly role: string;
  readonly name: string;
  /** The role of what it is in, presentational elements aside. */
  readonly parent: string;
}

/** What has to have a name, or a reader hears "button" and no more. */
const NAMED = new Set(
  `alertdialog button checkbox combobox dialog grid image img link listbox menu menuitem option progressbar radio radiogroup
  region searchbox slider spinbutton switch tab tablist tabpanel textbox tree treeitem`.split(/\s+/),
);

/** What is lost to a reader when it is in anything else. */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  treeitem: ["tree", "group", "treeitem"],
  option: ["listbox", "group"],
  tab: ["tablist"],
  menuitem: ["menu", "group"],
};

/** The page as Chromium gives it to screen readers, in its order. */
export async function accessibilityTree(page: Page): Promise<AccessibleNode[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const parentOf = (id: string | undefined): string => {
    const parent = id === undefined ? undefined : byId.get(id);
    if (parent === undefined) return "";
    const role = String(parent.role?.value ?? "none");
    return parent.ignored || ["generic", "none", "presentation"].includes(role)
      ? parentOf(parent.parentId)
      : role;
  };
  return nodes
    .filter(({ ignored }) => !ignored)
    .map((node) => ({
      role: String(node.role?.value ?? "none"),
      name: String(node.name?.value ?? ""),
      parent: parentOf(node.parentId),
    }));
}

/** What a screen reader can't make sense of on this page; empty where all is well. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const nodes = await accessibilityTree(page);
  const unnamed = nodes
    .filter(({ role, name }) => NAMED.has(role) && name.trim() === "")
    .map(({ role, parent }) => `a ${role} in a ${parent} has no name`);
  const misplaced = nodes
    .filter(({ role, parent }) => PARENTS[role] !== undefined && !PARENTS[role].includes(parent))
    .map(({ role, name, parent }) => `the ${role} “${name}” is in a ${parent}`);
  return [...unnamed, ...misplaced, ...(await positionFaults(page)), ...(await danglingFaults(page))];
}

/** Rows whose place among those beside them is not what it says. Of a long list only a part is on the page. */
function positionFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    for (const list of document.querySelectorAll("[role=tree], [role=listbox]")) {
      const open: { level: number; last: number; size: number }[] = [];
      for (const row of list.querySelectorAll("[role=treeitem], [role=option]")) {
        const number = (name: string) => Number(row.getAttribute(name) ?? Number.NaN);
        if (!row.hasAttribute("aria-posinset")) continue;
        const level = row.hasAttribute("aria-level") ? number("aria-level") : 1;
        const at = number("aria-posinset");
        const size = number("aria-setsize");
        while ((open.at(-1)?.level ?? 0) > level) open.pop();
        const beside = open.at(-1)?.level === level ? open.pop() : undefined;
        const follows = beside === undefined || (at === beside.last + 1 && size === beside.size);
        const begins = beside !== undefined || open.length === 0 || at === 1;
        if (!follows || !begins || (size !== -1 && at > size)) {
          faults.push(`“${row.textContent?.slice(0, 40)}” says ${at} of ${size} at level ${level}`);
        }
        open.push({ level, last: at, size });
      }
    }
    return faults;
  });
}

/** References to elements that are not on the page. */
function danglingFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const names = ["aria-activedescendant", "aria-labelledby", "aria-describedby", "aria-controls"];
    return names.flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)]
        .filter((element) => name !== "aria-controls" || element.getAttribute("aria-expanded") !== "false")
        .flatMap((element) =>
          (element.getAttribute(name) ?? "")
            .split(/\s+/)
            .filter((id) => id !== "" && document.getElementById(id) === null)
            .map(() => `${name} of “${element.getAttribute("aria-label") ?? element.tagName}” leads nowhere`),
        ),
    );
  });
}
