// The film: all frames are in the page and in its picture, and are shown one after the other in their places.

import { redraw } from "./controls.js";
import { Flight, still } from "./flight.js";
import { noteAddress } from "./panel.js";

const BUSY = "input:not([type=checkbox]), select, textarea, #canvas, #panel, dialog";
const KEYS = { ArrowLeft: "back", ArrowRight: "on", Home: "first", End: "last" };

export function startFilm(viewer) {
  const film = document.getElementById("film");
  if (!film?.dataset.frame) return;
  const flight = new Flight(viewer);
  let playing = false;
  let timer = 0;
  const bar = () => film.querySelector(".film-bar");
  const find = (name) => film.querySelector(`[data-film${name}]`);
  const number = () => Number(film.dataset.frame);
  const last = () => Number(film.dataset.frames) - 1;
  const item = (at) => film.querySelector(`.film-frames > [data-frame="${at}"]`);
  const year = (at) => item(at).querySelector("[data-frame-link]");

  const isSeen = (each, at) => Number(each.dataset.first) <= at && at <= Number(each.dataset.last ?? Infinity);

  // What is not of this frame is out of sight, out of the order of Tab, and told by nobody.
  function draw({ anew = false } = {}) {
    const at = number();
    const { svg } = viewer;
    for (const each of film.querySelectorAll("[data-first]")) each.hidden = !isSeen(each, at);
    if (!svg) return;
    svg.classList.toggle("without-places", !find("-places").checked);
    for (const each of svg.querySelectorAll("[data-first]")) {
      const seen = isSeen(each, at);
      each.classList.toggle("entering", seen && !anew && each.classList.contains("unseen"));
      each.classList.toggle("unseen", !seen);
    }
    if (find("-follow").checked) follow(anew);
  }

  // Verdicts first: what turned, then beside which something else has to be said, then what is new.
  function follow(instantly) {
    const marked = [...viewer.svg.querySelectorAll(".film-mark:not(.unseen)")].map((each) => each.closest("[data-id]") ?? each);
    if (!marked.length) return;
    const bearing = (sort) => viewer.svg.querySelector(`.film-mark:not(.unseen) .${sort}`)?.closest("[data-id]");
    flight.fly(flight.frame(bearing("turned") ?? bearing("changed") ?? marked[0], marked), instantly || still.matches);
  }

  function tell() {
    const at = number();
    const words = item(at).querySelector(".film-words");
    film.querySelector("#film-now").replaceChildren(...[...words.childNodes].map((each) => each.cloneNode(true)));
    film.querySelector("#film-year").textContent = year(at).textContent;
    for (const each of film.querySelectorAll(".film-frames > li")) {
      if (Number(each.dataset.frame) === at) each.setAttribute("aria-current", "step");
      else each.removeAttribute("aria-current");
    }
    film.querySelector(".step-position span").textContent = item(at).dataset.position;
    const slider = find("-slider");
    slider.value = at;
    slider.setAttribute("aria-valuetext", year(at).textContent);
    for (const [name, there] of [["first", at > 0], ["back", at > 0], ["on", at < last()], ["last", at < last()]]) {
      bar().querySelector(`[data-film="${name}"]`).setAttribute("aria-disabled", String(!there));
    }
    film.querySelector(".step-nav").replaceChildren(...[at - 1, at + 1].map((other, place) => lead(other, place)));
    document.getElementById("film-status").textContent = item(at).dataset.told;
  }

  function lead(at, place) {
    if (!item(at)) return document.createElement("span");
    const link = year(at).cloneNode(true);
    link.rel = place ? "next" : "prev";
    if (place) link.className = "button";
    const arrow = document.createElement("span");
    arrow.setAttribute("aria-hidden", "true");
    arrow.textContent = place ? "→" : "←";
    link.replaceChildren(...(place ? [year(at).textContent, " ", arrow] : [arrow, " ", year(at).textContent]));
    return link;
  }

  // The address is that of the frame, so that it can be handed on; stepping leaves no trail behind for the way back.
  function note() {
    const address = year(number()).getAttribute("href");
    history.replaceState(history.state, "", address);
    noteAddress();
    document.title = document.title.replace(/^[^·]*·/, `${year(number()).textContent} ·`);
    const { searchParams } = new URL(address, location.href);
    const map = document.querySelector("[data-film-map]");
    const there = new URL(map.href);
    there.searchParams.set("as_of", searchParams.get("as_of"));
    map.href = there.href;
    const share = document.getElementById("share-link");
    if (share) share.value = location.href;
  }

  function go(at) {
    const to = Math.min(last(), Math.max(0, at));
    if (to === number()) return;
    film.dataset.frame = to;
    tell();
    draw();
    note();
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      go(number() + 1);
      if (number() === last()) stop();
      else wait();
    }, Number(find("-speed").value) * 1000);
  }

  function play() {
    if (number() === last()) go(0);
    playing = true;
    show();
    wait();
  }

  function stop() {
    clearTimeout(timer);
    playing = false;
    show();
  }

  function show() {
    find("-play").hidden = playing;
    find("-pause").hidden = !playing;
    film.classList.toggle("playing", playing);
  }

  function press(what) {
    if (what === "play") return playing ? stop() : play();
    if (what === "screen") return toggleScreen();
    stop();
    go({ first: 0, back: number() - 1, on: number() + 1, last: last() }[what] ?? number());
  }

  function toggleScreen() {
    const stage = document.querySelector(".split-view");
    if (document.fullscreenElement) document.exitFullscreen();
    else stage.requestFullscreen();
  }

  function begin() {
    bar().hidden = false;
    bar().querySelector("[data-film=screen]").hidden = !document.fullscreenEnabled;
    tell();
    document.getElementById("film-status").textContent = "";
    draw({ anew: true });
    show();
  }

  film.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-film]");
    if (button) return press(button.dataset.film);
    const link = event.target.closest("a[data-frame-link]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    stop();
    const asked = [...film.querySelectorAll(".film-frames > li")].find((each) => each.querySelector("a").getAttribute("href") === link.getAttribute("href"));
    go(Number(asked.dataset.frame));
    film.scrollTop = 0;
  });
  film.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-film-slider]")) return;
    stop();
    go(Number(target.value));
  });
  film.addEventListener("change", ({ target }) => {
    if (target.matches("[data-film-speed]") && playing) wait();
    if (target.matches("[data-film-places], [data-film-follow]")) draw();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (document.querySelector("dialog[open]") || event.target.closest(BUSY)) return;
    // The space bar presses what has the focus.
    const plays = event.key === " " && !event.target.closest("button, a, summary, input");
    const what = plays ? "play" : KEYS[event.key];
    if (!what) return;
    event.preventDefault();
    press(what);
  });
  // A film that nobody sees stands still.
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  // The picture has come anew, in other colours; or the map is another by now, with other frames.
  addEventListener("sicetnon:redrawn", () => draw({ anew: true }));
  addEventListener("sicetnon:changed", async () => {
    stop();
    begin();
    await redraw(viewer, location.href, { quiet: true });
  });
  begin();
}
