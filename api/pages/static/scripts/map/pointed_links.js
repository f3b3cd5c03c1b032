// In a timeline links are drawn only of what is pointed at, has the focus, or is open beside the map.

const near = (svg, label) => {
  const labels = new Set([label]);
  const found = new Set();
  // A link may argue with a link, which then has to be seen too.
  for (const wanted of labels) {
    const name = CSS.escape(wanted);
    for (const edge of svg.querySelectorAll(`.edge[data-ends~="${name}"], .edge[data-id="${name}"]`)) {
      found.add(edge);
      if (wanted !== label) continue;
      for (const end of edge.dataset.ends.split(" ")) if (svg.querySelector(`.edge[data-id="${CSS.escape(end)}"]`)) labels.add(end);
    }
  }
  return found;
};

export function startPointing(canvas) {
  let shown = new Set();
  let at = null;
  const show = (target) => {
    const group = target?.closest?.("svg.timeline [data-id]") ?? null;
    if (group === at && [...shown].every((edge) => edge.isConnected)) return;
    at = group;
    const wanted = group ? near(group.closest("svg"), group.dataset.id) : new Set();
    for (const edge of shown) if (!wanted.has(edge)) edge.classList.remove("pointed");
    for (const edge of wanted) edge.classList.add("pointed");
    shown = wanted;
  };
  canvas.addEventListener("pointerover", (event) => show(event.target));
  canvas.addEventListener("focusin", (event) => show(event.target));
  canvas.addEventListener("pointerleave", () => show(canvas.contains(document.activeElement) ? document.activeElement : null));
}
