// Going to a part of the picture: to what a step of a reading tells of, or what changes in a frame of a film.

const SMALLEST = 0.6;
const SECONDS = 0.55;
const ROOM = 60;
export const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Flight {
  constructor(viewer) {
    this.viewer = viewer;
    this.flight = 0;
    for (const name of ["wheel", "pointerdown", "touchstart"]) {
      viewer.canvas.addEventListener(name, () => this.end(), { passive: true });
    }
  }

  end() {
    cancelAnimationFrame(this.flight);
  }

  // Returns what can be seen at once: one group, and as many of the others, nearest first, as have room.
  frame(own, groups) {
    const { canvas, scale: now, svg } = this.viewer;
    const around = svg.getBoundingClientRect();
    const place = (group) => {
      const box = group.getBoundingClientRect();
      const [left, top] = [(box.left - around.left) / now, (box.top - around.top) / now];
      return { left, top, right: left + box.width / now, bottom: top + box.height / now };
    };
    const start = place(own);
    const away = (box) => Math.abs(box.top + box.bottom - start.top - start.bottom) + Math.abs(box.left - start.left) / 4;
    const others = groups.map(place);
    const room = { width: canvas.clientWidth / SMALLEST - ROOM, height: canvas.clientHeight / SMALLEST - ROOM };
    let seen = start;
    for (const box of others.sort((one, other) => away(one) - away(other))) {
      const both = {
        left: Math.min(seen.left, box.left), top: Math.min(seen.top, box.top),
        right: Math.max(seen.right, box.right), bottom: Math.max(seen.bottom, box.bottom),
      };
      const fits = both.right - both.left <= Math.max(room.width, start.right - start.left)
        && both.bottom - both.top <= Math.max(room.height, start.bottom - start.top);
      if (fits) seen = both;
    }
    const [width, height] = [seen.right - seen.left + ROOM, seen.bottom - seen.top + ROOM];
    const scale = Math.min(1, Math.max(SMALLEST, Math.min(canvas.clientWidth / width, canvas.clientHeight / height)));
    // What has no room begins at its own beginning.
    const half = ROOM / 2;
    const centre = (low, high, shown) => (high - low + ROOM > shown / scale ? low - half + shown / scale / 2 : (low + high) / 2);
    return { scale, x: centre(seen.left, seen.right, canvas.clientWidth), y: centre(seen.top, seen.bottom, canvas.clientHeight) };
  }

  middle() {
    const { canvas, scale, svg } = this.viewer;
    const [room, box] = [canvas.getBoundingClientRect(), svg.getBoundingClientRect()];
    return {
      x: (room.left + canvas.clientWidth / 2 - box.left) / scale,
      y: (room.top + canvas.clientHeight / 2 - box.top) / scale,
    };
  }

  put(scale, x, y) {
    this.viewer.zoom(scale);
    const now = this.middle();
    this.viewer.canvas.scrollBy({ left: (x - now.x) * scale, top: (y - now.y) * scale, behavior: "instant" });
  }

  fly(to, instantly = still.matches) {
    this.end();
    if (instantly) return this.put(to.scale, to.x, to.y);
    const from = { scale: this.viewer.scale, ...this.middle() };
    let began = null;
    const go = (now) => {
      began ??= now;
      const part = Math.min(1, (now - began) / (SECONDS * 1000));
      const eased = part < 0.5 ? 4 * part ** 3 : 1 - (2 - 2 * part) ** 3 / 2;
      const between = (name) => from[name] + (to[name] - from[name]) * eased;
      this.put(between("scale"), between("x"), between("y"));
      if (part < 1) this.flight = requestAnimationFrame(go);
    };
    this.flight = requestAnimationFrame(go);
  }
}
