import "./withoutEval.ts";
import "./ui/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { connect } from "./client/index.ts";
import { AppProvider, createApp } from "./state/app.ts";

const root = document.getElementById("root");
if (!root) throw new Error("Expected an element #root in index.html");

const app = createApp(await connect());
createRoot(root).render(
  <AppProvider app={app}>
    <App />
  </AppProvider>,
);
