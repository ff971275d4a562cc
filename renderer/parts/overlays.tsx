import { Filter, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  type Action,
  Button,
  ContextMenu,
  Dialog,
  Menu,
  MenuActions,
  MenuItem,
  type MenuPlace,
  MenuSeparator,
  PopoverButton,
  SidePanel,
  TextField,
  Tooltip,
} from "../ui/index.ts";
import { Part, State } from "./Part.tsx";
import styles from "./Parts.module.css";

const nothing = () => {};
const actions: readonly Action[] = [
  { id: "rename", name: "Rename…", icon: <Pencil />, shortcut: "F2", group: "edit", run: nothing },
  { id: "hidden", name: "Left out", isEnabled: false, group: "edit", run: nothing },
  {
    id: "delete",
    name: "Delete",
    icon: <Trash2 />,
    shortcut: "Delete",
    danger: true,
    group: "end",
    run: nothing,
  },
];

/** Parts that lie over others. */
export function OverlayParts() {
  const [open, setOpen] = useState<"small" | "large" | "panel" | null>(null);
  const [place, setPlace] = useState<MenuPlace | null>(null);
  const close = () => setOpen(null);
  const footer = (
    <>
      <Button onPress={close}>Cancel</Button>
      <Button variant="primary" onPress={close}>
        Save
      </Button>
    </>
  );
  return (
    <>
      <Part name="Tooltip">
        <State name="on hover and focus">
          <Tooltip text="Take snapshot" shortcut="Mod+Enter">
            <Button>Hover</Button>
          </Tooltip>
        </State>
      </Part>
      <Part name="Menu, MenuItem, MenuSeparator, MenuActions">
        <State name="closed">
          <Menu label="Key" trigger={<Button>Open menu</Button>}>
            <MenuItem name="Rename…" icon={<Pencil />} shortcut="F2" onAction={nothing} />
            <MenuItem name="Export…" description="To a file" onAction={nothing} />
            <MenuItem name="Paste" isDisabled onAction={nothing} />
            <MenuSeparator />
            <MenuActions actions={actions} />
          </Menu>
        </State>
      </Part>
      <Part name="ContextMenu">
        <State name="closed">
          <Button
            onPress={({ target }) =>
              setPlace({ x: target.getBoundingClientRect().left, y: target.getBoundingClientRect().bottom })
            }
          >
            Open context menu
          </Button>
          <ContextMenu label="Row" place={place} onClose={() => setPlace(null)} actions={actions} />
        </State>
      </Part>
      <Part name="PopoverButton, Popover, OverlayMark">
        <State name="off">
          <PopoverButton label="Filter by date" icon={<Filter />}>
            {(closePopover) => (
              <div className={styles.panel}>
                <Button onPress={closePopover}>Today</Button>
              </div>
            )}
          </PopoverButton>
        </State>
        <State name="on">
          <PopoverButton label="Filter by date" onLabel="Only today" icon={<Filter />}>
            {(closePopover) => (
              <div className={styles.panel}>
                <Button onPress={closePopover}>Any day</Button>
              </div>
            )}
          </PopoverButton>
        </State>
      </Part>
      <Part name="Dialog">
        <State name="small">
          <Button onPress={() => setOpen("small")}>Open small dialog</Button>
          <Dialog
            title="Rename limits"
            isOpen={open === "small"}
            onClose={close}
            size="small"
            footer={footer}
          >
            <TextField label="New name" defaultValue="limits" />
          </Dialog>
        </State>
        <State name="large, without a footer">
          <Button onPress={() => setOpen("large")}>Open large dialog</Button>
          <Dialog title="Import cities.json" isOpen={open === "large"} onClose={close} size="large">
            <p>Reading the start of the file…</p>
          </Dialog>
        </State>
      </Part>
      <Part name="SidePanel">
        <State name="closed">
          <Button onPress={() => setOpen("panel")}>Open side panel</Button>
          <SidePanel title="Restore release" isOpen={open === "panel"} onClose={close} footer={footer}>
            <p className={styles.panel}>Three keys change.</p>
          </SidePanel>
        </State>
      </Part>
    </>
  );
}
