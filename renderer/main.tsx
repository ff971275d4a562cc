import "./withoutEval.ts";
import "./ui/base.css";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { Boundary } from "./app/Boundary.tsx";
import { watchStrayErrors } from "./app/strayErrors.ts";
import { adoptShownTheme } from "./app/useTheme.ts";
import { connect } from "./client/index.ts";
import { AppProvider, createApp } from "./state/app.ts";
import { leaveKeysToInputMethods } from "./ui/inputMethod.ts";

const root = document.getElementById("root");
if (!root) throw new Error("Expected an element #root in index.html");

leaveKeysToInputMethods(window);
const app = createApp(await connect());
watchStrayErrors(app);
adoptShownTheme(app);
// At once, so that no key pressed after the page has loaded is lost.
flushSync(() =>
  createRoot(root).render(
    <AppProvider app={app}>
      <Boundary what="this page">
        <App />
      </Boundary>
    </AppProvider>,
  ),
);
