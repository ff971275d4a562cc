import { type RefObject, useEffect, useRef } from "react";
import { NOW } from "../../shared/model/index.ts";
import { CompareView } from "../features/diff/CompareView.tsx";
import { Editor } from "../features/editor/Editor.tsx";
import { Explorer } from "../features/explorer/Explorer.tsx";
import { ProblemBanner } from "../features/problems/ProblemBanner.tsx";
import { Scrubber } from "../features/scrubber/Scrubber.tsx";
import { JobList } from "../features/status/JobList.tsx";
import { StatusLine } from "../features/status/StatusLine.tsx";
import { Timeline } from "../features/timeline/Timeline.tsx";
import { ClaimBanner } from "../features/watch/ClaimBanner.tsx";
import { WatchNote } from "../features/watch/WatchNote.tsx";
import { useApp } from "../state/app.ts";
import { isNow } from "../state/moments.ts";
import { RememberedPanels } from "../state/RememberedPanels.tsx";
import { Panel, PanelSeparator } from "../ui/index.ts";
import { Boundary } from "./Boundary.tsx";
import { PastBand } from "./PastBand.tsx";
import { TitleBar } from "./TitleBar.tsx";
import styles from "./Workbench.module.css";

/** The page of an open store: keys, value, timeline. */
export function Workbench() {
  const view = useApp((state) => state.view);
  const filter = useApp((state) => state.filter);
  const selectedKey = useApp((state) => state.selectedKey);
  const at = view.kind === "browse" ? view.at : NOW;
  const main = useRef<HTMLElement>(null);
  useFocusKept(main, view.kind);
  return (
    <>
      <Boundary what="the title bar" as="bar">
        <TitleBar />
      </Boundary>
      <Boundary what="what is wrong with this store" as="bar">
        <ProblemBanner />
      </Boundary>
      <Boundary what="which file this store follows" as="bar">
        <ClaimBanner />
      </Boundary>
      <main className={styles.main} ref={main}>
        <RememberedPanels id="workbench">
          <Panel id="content" minSize={380}>
            {view.kind === "compare" ? (
              <Boundary what="the comparison" shown={[view]}>
                <CompareView />
              </Boundary>
            ) : (
              <>
                {isNow(at) ? null : (
                  <Boundary what="which moment this is" as="bar" shown={[view]}>
                    <PastBand at={at} />
                  </Boundary>
                )}
                <RememberedPanels id="browse">
                  <Panel id="keys" defaultSize="34%" minSize={180}>
                    <Boundary what="the keys" shown={[view, filter]}>
                      <Explorer at={at} />
                    </Boundary>
                  </Panel>
                  <PanelSeparator label="keys" />
                  <Panel id="value" minSize={200}>
                    <Boundary what="the value" shown={[view, selectedKey]}>
                      <Editor at={at} />
                    </Boundary>
                  </Panel>
                </RememberedPanels>
              </>
            )}
          </Panel>
          <PanelSeparator label="timeline" />
          <Panel id="timeline" defaultSize={280} minSize={180} groupResizeBehavior="preserve-pixel-size">
            <Boundary what="the timeline">
              <Timeline />
            </Boundary>
          </Panel>
        </RememberedPanels>
      </main>
      <Boundary what="the activity" as="bar">
        <Scrubber />
      </Boundary>
      <Boundary what="work under way" as="bar">
        <JobList />
      </Boundary>
      <Boundary what="the status line" as="bar">
        <StatusLine>
          <WatchNote />
        </StatusLine>
      </Boundary>
    </>
  );
}

/** When the focused element is replaced, focuses the first list in its place, so that keys continue to work. */
function useFocusKept(area: RefObject<HTMLElement | null>, shown: string): void {
  const last = useRef(shown);
  useEffect(() => {
    if (last.current === shown) return;
    last.current = shown;
    if (document.activeElement !== document.body) return;
    area.current?.querySelector<HTMLElement>("[role=listbox], [role=tree]")?.focus();
  }, [area, shown]);
}
