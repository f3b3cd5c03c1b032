// Moments at which something is due: told in the reader's own time, with how much is left, and kept up to date.

// The pages' English is British, and so are their dates.
const { lang } = document.documentElement;
const language = lang === "en" ? "en-GB" : lang || undefined;
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const distance = new Intl.RelativeTimeFormat(language);
// A unit, its length, and from which distance on it is told: 30 hours say more than a day.
const UNITS = [["day", 86_400, 172_800], ["hour", 3_600, 7_200], ["minute", 60, 0]];

function left(seconds) {
  const [unit, size] = UNITS.find(([, , least]) => Math.abs(seconds) >= least);
  return distance.format(Math.trunc(seconds / size), unit);
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tell() {
  for (const each of document.querySelectorAll("time[data-due]")) set(each, moment.format(new Date(each.dateTime)));
  for (const each of document.querySelectorAll("[data-deadline]")) {
    set(each, left((new Date(each.dataset.deadline) - Date.now()) / 1_000));
  }
}

const two = (number) => String(number).padStart(2, "0");

function inOwnZone(at) {
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

// What stands in a form in UTC stands there in the reader's zone, with the zone said; also what is brought anew, where
// nobody has typed anything else by then.
function localise(zone) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!own || own === "UTC") return;
  const fields = [...zone.form.querySelectorAll('input[type="datetime-local"]')];
  if (zone.value === "UTC" && zone.localised === undefined) {
    // What was typed is in the zone that was said with it.
    if (fields.some((each) => each.value && !each.dataset.moment)) return;
    zone.value = zone.localised = own;
  }
  if (zone.value !== own) return;
  for (const each of fields.filter((one) => one.dataset.moment && one.dataset.moment !== one.localisedAt)) {
    if (each.localised !== undefined && each.value !== each.localised) continue;
    each.localisedAt = each.dataset.moment;
    each.value = each.localised = inOwnZone(new Date(each.dataset.moment));
  }
}

export function startDeadlines() {
  const begin = () => {
    for (const zone of document.querySelectorAll("[data-due-zone]")) localise(zone);
    tell();
  };
  begin();
  setInterval(tell, 30_000);
  // Parts of the page are brought anew.
  for (const part of document.querySelectorAll("[data-polling]")) {
    new MutationObserver(begin).observe(part, { childList: true, subtree: true, attributeFilter: ["data-moment"] });
  }
}
