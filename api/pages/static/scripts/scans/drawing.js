// The layer of lines over the page image: drawn in pixels of the stage, so that they are equally thin at every zoom.

const SVG = "http://www.w3.org/2000/svg";

export function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Nothing on the layer takes the pointer: what is under it is found by where it is, and every drag moves the image.
export function makeLayer(view) {
  const layer = element("svg", { class: "scan-layer" });
  view.canvas.append(layer);
  return layer;
}

export const onStage = (view, points) =>
  points.map((point) => view.toStage(point).map((number) => number.toFixed(1)).join(",")).join(" ");

// A line with a light one under it, so that it is seen on ink and on paper.
export function outline(name, attributes) {
  const lines = [element(name, { class: "casing" }), element(name, { class: "line" })];
  const group = element("g", attributes, ...lines);
  return { group, place: (points) => lines.forEach((line) => line.setAttribute("points", points)) };
}
