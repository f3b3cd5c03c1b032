// Starts what each page needs. Everything here adds to pages that work without it.

import { startTheme } from "./map/theme.js";
import { startKeys } from "./shared/keys.js";
import { startPanel } from "./map/panel.js";
import { startPointing } from "./map/pointed_links.js";
import { Viewer } from "./map/viewer.js";
import { startControls } from "./map/controls.js";
import { startMapList } from "./map/page_counts.js";
import { loadSuggesting, startEditing } from "./editing/editing.js";
import { startPreviews } from "./map/previews.js";
import { startSharing } from "./map/share_links.js";
import { startCiting } from "./map/citations.js";
import { startForgetting } from "./shared/draft_owner.js";
import { startOffline } from "./shared/offline.js";

// What is awaited below may take longer than the page takes to load, and that is told once.
const onceLoaded = (act) => (document.readyState === "complete" ? act() : addEventListener("load", act));

startForgetting();
startOffline();
const canvas = document.getElementById("canvas");
const viewer = canvas ? new Viewer(canvas) : null;
startPanel(viewer);
if (viewer) startPointing(viewer.canvas);
startControls(viewer);
startMapList();
await loadSuggesting(document);
// In a guided reading a form is a page of its own: there is no map to come back to beside it.
startEditing(document.getElementById("reading") ? null : viewer);
startCiting();
startSharing();
startPreviews();
startTheme(viewer);
// Whoever only reads joins nothing.
const startLink = document.getElementById("linking") && (await import("./editing/linking.js")).startLinking(viewer);
startKeys(viewer, startLink);
if (viewer && document.getElementById("reading")) (await import("./map/reading.js")).startReading(viewer);
if (viewer && document.getElementById("film")) (await import("./map/film.js")).startFilm(viewer);
if (document.querySelector("[data-figure]")) (await import("./map/figures.js")).startFigure();
if (document.querySelector("[data-weighing]")) (await import("./weighing/switches.js")).startWeighing();
if (document.querySelector("form[data-import]")) (await import("./editing/importing.js")).startImporting();
if (document.querySelector("[data-copy-links]")) import("./shared/copy_buttons.js").then(({ startCopying }) => startCopying());
// What others change can wait until the page stands; it is asked for from the version that the page shows.
if (document.querySelector("main[data-slug]")) {
  const begin = () => import("./live/live.js").then(
    (live) => live.startLive(viewer),
    // Without a network there is nothing to hear yet.
    () => addEventListener("online", begin, { once: true }),
  );
  onceLoaded(() => setTimeout(begin, 1_000));
}
if (document.querySelector("[data-polling]")) onceLoaded(async () => (await import("./seminars/polling.js")).startPolling());
const member = document.querySelector("main[data-membership]");
if (member) onceLoaded(async () => (await import("./seminars/membership.js")).watchMembership(member.dataset.membership));
if (document.querySelector("[data-due], [data-due-zone], [data-polling]")) {
  import("./seminars/deadlines.js").then(({ startDeadlines }) => startDeadlines());
}
// Whom and what a comment can mention is offered from the moment at which somebody begins to write one, which may be before
// this script has come.
const offerMentions = (field) => {
  if (field?.matches?.("textarea[data-mentions]")) import("./seminars/mention_suggestions.js").then((mentions) => mentions.offerMentions(field));
};
addEventListener("focusin", ({ target }) => offerMentions(target));
offerMentions(document.activeElement);
if (document.querySelector("[data-round-records]")) import("./seminars/round_records.js").then((asking) => asking.startRoundRecords());
document.documentElement.dataset.ready = "yes";
