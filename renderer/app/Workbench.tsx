import { NOW } from "../../shared/model/index.ts";
import { CompareView } from "../features/diff/CompareView.tsx";
import { Editor } from "../features/editor/Editor.tsx";
import { Explorer } from "../features/explorer/Explorer.tsx";
import { ProblemBanner } from "../features/problems/ProblemBanner.tsx";
import { Scrubber } from "../features/scrubber/Scrubber.tsx";
import { JobList } from "../features/status/JobList.tsx";
import { StatusLine } from "../features/status/StatusLine.tsx";
import { Timeline } from "../features/timeline/Timeline.tsx";
import { useApp } from "../state/app.ts";
import { isNow } from "../state/moments.ts";
import { Panel, PanelSeparator } from "../ui/index.ts";
import { PastBand } from "./PastBand.tsx";
import { RememberedPanels } from "./RememberedPanels.tsx";
import { TitleBar } from "./TitleBar.tsx";
import styles from "./Workbench.module.css";

/** The page of an open store: keys, value, timeline. */
export function Workbench() {
  const view = useApp((state) => state.view);
  const at = view.kind === "browse" ? view.at : NOW;
  return (
    <>
      <TitleBar />
      <ProblemBanner />
      <main className={styles.main}>
        <RememberedPanels id="workbench">
          <Panel id="content" minSize={380}>
            {view.kind === "compare" ? (
              <CompareView />
            ) : (
              <>
                {isNow(at) ? null : <PastBand at={at} />}
                <RememberedPanels id="browse">
                  <Panel id="keys" defaultSize="34%" minSize={180}>
                    <Explorer at={at} />
                  </Panel>
                  <PanelSeparator label="keys" />
                  <Panel id="value" minSize={200}>
                    <Editor at={at} />
                  </Panel>
                </RememberedPanels>
              </>
            )}
          </Panel>
          <PanelSeparator label="timeline" />
          <Panel id="timeline" defaultSize={280} minSize={180} groupResizeBehavior="preserve-pixel-size">
            <Timeline />
          </Panel>
        </RememberedPanels>
      </main>
      <Scrubber />
      <JobList />
      <StatusLine />
    </>
  );
}
