export type { Action } from "./Action.ts";
export { Author } from "./Author.tsx";
export { Badge, type Signal, SignalCount, SignalMark } from "./Badge.tsx";
export { Button, type ButtonProps } from "./Button.tsx";
export { Choice, type ChoiceOption } from "./Choice.tsx";
export { ContextMenu, type MenuPlace, menuPlaceByKey } from "./ContextMenu.tsx";
export { Dialog, type DialogProps } from "./Dialog.tsx";
export { EmptyState } from "./EmptyState.tsx";
export { ErrorNote } from "./ErrorNote.tsx";
export { IconButton, type IconButtonProps } from "./IconButton.tsx";
export { JsonLine } from "./JsonLine.tsx";
export { Kbd } from "./Kbd.tsx";
export { hasLineBreak } from "./lineBreaks.ts";
export { Marked } from "./Marked.tsx";
export { Menu, MenuActions, MenuItem, MenuSeparator } from "./Menu.tsx";
export { isOverlayOpen, OverlayMark, onOverlaysGone } from "./overlays.ts";
export { Panel, PanelGroup, PanelSeparator } from "./PanelGroup.tsx";
export { Popover } from "./Popover.tsx";
export { PopoverButton } from "./PopoverButton.tsx";
export { ProgressBar } from "./ProgressBar.tsx";
export { RelativeTime } from "./RelativeTime.tsx";
export { type RowPosition, rowPositions } from "./rowPositions.ts";
export { SearchField } from "./SearchField.tsx";
export { Segmented } from "./Segmented.tsx";
export { Select, type SelectOption } from "./Select.tsx";
export { SidePanel } from "./SidePanel.tsx";
export {
  isDeletePress,
  isMac,
  type KeyPress,
  matchesShortcut,
  shortcutKey,
  shortcutKeys,
} from "./shortcut.ts";
export { formatBytes, formatCount } from "./size.ts";
export { TabStrip } from "./TabStrip.tsx";
export { Tag } from "./Tag.tsx";
export { TextField } from "./TextField.tsx";
export { Toast } from "./Toast.tsx";
export { Spacer, Toolbar } from "./Toolbar.tsx";
export { Tooltip } from "./Tooltip.tsx";
export { TypeGlyph } from "./TypeGlyph.tsx";
export { exactTime, relativeTime } from "./time.ts";
export { type RowState, type SelectIntent, VirtualList, type VirtualListHandle } from "./VirtualList.tsx";
export { visibleName } from "./visibleName.ts";
export { useWriteLock, WriteLock } from "./writeLock.ts";
