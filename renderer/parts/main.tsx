import "../withoutEval.ts";
import "../ui/base.css";
import { createRoot } from "react-dom/client";
import { Parts } from "./Parts.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("Expected an element #root in parts.html");

createRoot(root).render(<Parts />);
