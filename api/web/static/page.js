// Starts what each page needs. Everything here adds to pages that work without it.

import { startTheme } from "./theme.js";
import { startKeys } from "./keys.js";
import { startPanel } from "./panel.js";
import { Viewer } from "./viewer.js";
import { startControls } from "./controls.js";
import { startShelf } from "./counts.js";
import { loadSuggesting, startEditing } from "./editing.js";
import { startPreviews } from "./preview.js";
import { startSharing } from "./share.js";
import { startCiting } from "./cite.js";
import { startForgetting } from "./whose.js";
import { startOffline } from "./offline.js";

// What is awaited below may take longer than the page takes to load, and that is told once.
const onceLoaded = (act) => (document.readyState === "complete" ? act() : addEventListener("load", act));

startForgetting();
startOffline();
const stage = document.getElementById("stage");
const viewer = stage ? new Viewer(stage) : null;
startPanel(viewer);
startControls(viewer);
startShelf();
await loadSuggesting(document);
// In a guided reading a form is a page of its own: there is no map to come back to beside it.
startEditing(document.getElementById("reading") ? null : viewer);
startCiting();
startSharing();
startPreviews();
startTheme(viewer);
// Whoever only reads joins nothing.
const startLink = document.getElementById("linking") && (await import("./linking.js")).startLinking(viewer);
startKeys(viewer, startLink);
if (viewer && document.getElementById("reading")) (await import("./reading.js")).startReading(viewer);
if (document.querySelector("[data-links]")) import("./copying.js").then(({ startCopying }) => startCopying());
// What others change can wait until the page stands; it is asked for from the version that the page shows.
if (document.querySelector("main[data-slug]")) {
  const begin = () => import("./live.js").then(
    (live) => live.startLive(viewer),
    // Without a network there is nothing to hear yet.
    () => addEventListener("online", begin, { once: true }),
  );
  onceLoaded(() => setTimeout(begin, 1_000));
}
if (document.querySelector("[data-afresh]")) onceLoaded(async () => (await import("./afresh.js")).startAfresh());
const standing = document.querySelector("main[data-standing]");
if (standing) onceLoaded(async () => (await import("./standing.js")).startStanding(standing.dataset.standing));
if (document.querySelector("[data-due], [data-due-zone], [data-afresh]")) {
  import("./deadlines.js").then(({ startDeadlines }) => startDeadlines());
}
// Whom and what a comment can mention is offered from the moment at which somebody begins to write one, which may be before
// this script has come.
const offerMentions = (field) => {
  if (field?.matches?.("textarea[data-mentions]")) import("./mentions.js").then((mentions) => mentions.offerMentions(field));
};
addEventListener("focusin", ({ target }) => offerMentions(target));
offerMentions(document.activeElement);
if (document.querySelector("[data-asking]")) import("./asking.js").then((asking) => asking.startAsking());
document.documentElement.dataset.ready = "yes";
