// Shapes on a page image, in whole pixels of the upright image: { points: [[x, y], …], isPolygon }. Coordinates name the
// edges of pixels, so that the whole image reaches from 0 to its width. A rectangle has the four corners, clockwise.

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

export const rectangle = ({ x, y, width, height }) => ({
  points: [[x, y], [x + width, y], [x + width, y + height], [x, y + height]],
  isPolygon: false,
});

export const polygon = (points) => ({ points, isPolygon: true });

// What lies around points: { x, y, width, height }.
export function boxAround(points) {
  const [across, down] = [0, 1].map((axis) => points.map((point) => point[axis]));
  const [x, y] = [Math.min(...across), Math.min(...down)];
  return { x, y, width: Math.max(...across) - x, height: Math.max(...down) - y };
}

// A rectangle in whole pixels within the image, at least one pixel in size.
export function fitBox({ x, y, width, height }, size) {
  const [left, top] = [clamp(Math.round(x), 0, size.width - 1), clamp(Math.round(y), 0, size.height - 1)];
  const [right, bottom] = [Math.round(x + width), Math.round(y + height)];
  return {
    x: left,
    y: top,
    width: clamp(right, left + 1, size.width) - left,
    height: clamp(bottom, top + 1, size.height) - top,
  };
}

// The same rectangle, moved so that all of it is within the image.
export function moveInto({ x, y, width, height }, size) {
  const [wide, high] = [Math.min(width, size.width), Math.min(height, size.height)];
  return fitBox({ x: clamp(x, 0, size.width - wide), y: clamp(y, 0, size.height - high), width: wide, height: high }, size);
}

export const fitPoint = ([x, y], size) => [clamp(Math.round(x), 0, size.width), clamp(Math.round(y), 0, size.height)];

// A polygon moved and stretched so that it fills another box.
export function stretch(points, box) {
  const from = boxAround(points);
  const scale = [box.width / (from.width || 1), box.height / (from.height || 1)];
  return points.map(([x, y]) => [Math.round(box.x + (x - from.x) * scale[0]), Math.round(box.y + (y - from.y) * scale[1])]);
}

// "10,20 30,40 …" as SVG writes the points of a polygon; null where it is not at least three pairs of numbers.
export function parsePoints(text) {
  const numbers = text.trim().split(/[\s,]+/).map(Number);
  if (numbers.length < 6 || numbers.length % 2 || !numbers.every(Number.isFinite)) return null;
  return numbers.flatMap((number, place) => (place % 2 ? [] : [[number, numbers[place + 1]]]));
}

export const writePoints = (points) => points.map((point) => point.join(",")).join(" ");

// Whether a point lies within a polygon: a ray from it crosses the sides an odd number of times.
export function contains(points, [x, y]) {
  let inside = false;
  points.forEach(([x1, y1], place) => {
    const [x2, y2] = points.at(place - 1);
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

// The surface that a polygon covers (Gauss’s formula).
export function surface(points) {
  const twice = points.reduce((sum, [x, y], place) => {
    const [before, above] = points.at(place - 1);
    return sum + before * y - x * above;
  }, 0);
  return Math.abs(twice) / 2;
}

// A direction on the screen as one on the upright image, where the view is turned clockwise by a number of quarters.
export function turnBack([across, down], quarters) {
  return [[across, down], [down, -across], [-across, -down], [-down, across]][((quarters % 4) + 4) % 4];
}

// A rectangle whose right and lower side, as they are seen, are moved on the screen by so much of the image.
export function resize(box, [across, down], quarters) {
  const [x, y] = turnBack([across, down], quarters);
  const [right, below] = turnBack([1, 1], quarters);
  const grown = { ...box };
  if (right > 0) grown.width += x;
  else Object.assign(grown, { x: box.x + Math.min(x, box.width - 1), width: box.width - x });
  if (below > 0) grown.height += y;
  else Object.assign(grown, { y: box.y + Math.min(y, box.height - 1), height: box.height - y });
  return { ...grown, width: Math.max(1, grown.width), height: Math.max(1, grown.height) };
}
