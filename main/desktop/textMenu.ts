import { type ContextMenuParams, Menu, type MenuItemConstructorOptions, type WebContents } from "electron";

/** Offers what can be done with text where it was asked for: in a text field, or over text that is selected. */
export function offerTextMenu(contents: WebContents): void {
  contents.on("context-menu", (_event, params) => {
    const items = textItems(params);
    if (items.length > 0) Menu.buildFromTemplate(items).popup();
  });
}

function textItems({
  isEditable,
  selectionText,
  editFlags,
}: ContextMenuParams): MenuItemConstructorOptions[] {
  if (!isEditable) return selectionText.trim() === "" ? [] : [{ id: "copy", role: "copy" }];
  return [
    { id: "cut", role: "cut", enabled: editFlags.canCut },
    { id: "copy", role: "copy", enabled: editFlags.canCopy },
    { id: "paste", role: "paste", enabled: editFlags.canPaste },
    { type: "separator" },
    { id: "selectAll", role: "selectAll", enabled: editFlags.canSelectAll },
  ];
}
