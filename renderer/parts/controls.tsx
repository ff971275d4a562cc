import { Camera, Pin, X } from "lucide-react";
import { useState } from "react";
import {
  Button,
  Choice,
  IconButton,
  Panel,
  PanelGroup,
  PanelSeparator,
  Segmented,
  Spacer,
  TabStrip,
  Toolbar,
  VirtualList,
  WriteLock,
} from "../ui/index.ts";
import { Part, State } from "./Part.tsx";
import styles from "./Parts.module.css";

const variants = ["primary", "plain", "quiet", "danger"] as const;
const tabs = [
  { id: "tree", name: "Tree" },
  { id: "text", name: "Text" },
] as const;
const REASON = "This store is read only: its files belong to another account.";

/** Parts that are pressed. */
export function ControlParts() {
  const [tab, setTab] = useState<"tree" | "text">("tree");
  const [choice, setChoice] = useState("replace");
  const [row, setRow] = useState(1);
  const [isPinned, setPinned] = useState(true);
  return (
    <>
      <Part name="Button">
        {variants.map((variant) => (
          <State key={variant} name={variant}>
            <Button variant={variant}>Restore 3 keys</Button>
          </State>
        ))}
        {variants.map((variant) => (
          <State key={variant} name={`${variant}, disabled`}>
            <Button variant={variant} isDisabled>
              Restore
            </Button>
          </State>
        ))}
        <State name="writes, in a store that is only read">
          <WriteLock.Provider value={REASON}>
            <Button writes>Save</Button>
          </WriteLock.Provider>
        </State>
      </Part>
      <Part name="IconButton">
        <State name="plain">
          <IconButton label="Take snapshot" shortcut="Mod+Enter">
            <Camera />
          </IconButton>
        </State>
        <State name="pressed">
          <IconButton label="Pinned" pressed={isPinned} onPress={() => setPinned(!isPinned)}>
            <Pin />
          </IconButton>
        </State>
        <State name="not pressed">
          <IconButton label="Pin" pressed={false}>
            <Pin />
          </IconButton>
        </State>
        <State name="disabled">
          <IconButton label="Close" isDisabled>
            <X />
          </IconButton>
        </State>
        <State name="writes, in a store that is only read">
          <WriteLock.Provider value={REASON}>
            <IconButton label="Take snapshot" writes>
              <Camera />
            </IconButton>
          </WriteLock.Provider>
        </State>
      </Part>
      <Part name="Toolbar, Spacer">
        <State name="controls at both ends">
          <div className={styles.wide}>
            <Toolbar label="Value">
              <Button>Save</Button>
              <Spacer />
              <IconButton label="Close">
                <X />
              </IconButton>
            </Toolbar>
          </div>
        </State>
      </Part>
      <Part name="Segmented">
        <State name="one of two">
          <Segmented label="View" options={tabs} value={tab} onChange={setTab} />
        </State>
      </Part>
      <Part name="TabStrip">
        <State name="one of two">
          <TabStrip label="View" tabs={tabs} selected={tab} onSelect={setTab} panelId="parts-panel" />
          <div role="tabpanel" id="parts-panel" aria-labelledby={`parts-panel-${tab}`}>
            {tab === "tree" ? "The tree" : "The text"}
          </div>
        </State>
      </Part>
      <Part name="Choice">
        <State name="one of two">
          <Choice
            label="What happens to the present keys"
            value={choice}
            onChange={setChoice}
            options={[
              { id: "replace", name: "Replace them", description: "Undo restores them." },
              { id: "merge", name: "api.AbortController", mono: true },
            ]}
          />
        </State>
      </Part>
      <Part name="Panel, PanelGroup, PanelSeparator">
        <State name="two panels">
          <div className={styles.panels}>
            <PanelGroup id="parts">
              <Panel id="one" className={styles.panel}>
                Keys
              </Panel>
              <PanelSeparator label="keys" />
              <Panel id="two" className={styles.panel}>
                Value
              </Panel>
            </PanelGroup>
          </div>
        </State>
      </Part>
      <Part name="VirtualList">
        <State name="a million rows, one chosen">
          <div className={styles.list}>
            <VirtualList
              label="Rows"
              count={1_000_000}
              activeIndex={row}
              onSelect={setRow}
              renderRow={(index) => `Row ${(index + 1).toLocaleString()}`}
            />
          </div>
        </State>
        <State name="several chosen">
          <div className={styles.list}>
            <VirtualList
              label="Rows, several chosen"
              count={4}
              multiple
              activeIndex={2}
              isSelected={(index) => index > 0}
              onSelect={() => {}}
              renderRow={(index) => `Row ${index + 1}`}
            />
          </div>
        </State>
      </Part>
    </>
  );
}
