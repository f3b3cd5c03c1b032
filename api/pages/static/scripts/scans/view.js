// A page image in a deep-zoom view: OpenSeadragon shows the tiles, and here is where a pixel of it stands on the screen.

const LIBRARY = new URL("../../vendor/openseadragon/openseadragon.min.js", import.meta.url);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const ZOOM_STEP = 1.5;
// How much of what is shown is left free on each side of what is zoomed to.
const MARGIN = 0.35;

let loading = null;

// It is written for a page as a whole and not as a module.
function loadLibrary() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: LIBRARY.href, onload: () => resolve(window.OpenSeadragon), onerror: reject });
    document.head.append(script);
  });
  return loading;
}

// It puts a style sheet into the page that takes the focus ring away from phones, unless one with this mark is there;
// the page’s policy would refuse that with a complaint. An element that is not of HTML is called so and is none.
function declineStyles() {
  const none = document.createElementNS(null, "style");
  none.setAttribute("data-openseadragon-mobile-css", "none");
  document.head.append(none);
}

async function readInfo(image) {
  const answer = await fetch(`${image}/info.json`);
  if (!answer.ok) throw new Error(`info.json: ${answer.status}`);
  // Whatever name the server goes by elsewhere, tiles come from where this page does.
  return { ...(await answer.json()), id: new URL(image, location.href).href };
}

// Opens the image of a section in its stage; fails where the image cannot be had.
export async function openView(section) {
  const { image, width, height } = section.dataset;
  const [OpenSeadragon, info] = await Promise.all([loadLibrary(), readInfo(image)]);
  const size = { width: Number(width), height: Number(height) };
  const place = document.createElement("div");
  place.className = "scan-canvas";
  section.querySelector("[data-scan-stage]").append(place);
  declineStyles();
  const gestures = { clickToZoom: false, dblClickToZoom: true, dblClickDragToZoom: false };
  const viewer = OpenSeadragon({
    element: place,
    tileSources: info,
    drawer: "canvas",
    showNavigationControl: false,
    keyboardNavEnabled: false,
    animationTime: calm.matches ? 0 : 0.4,
    immediateRender: true,
    visibilityRatio: 0.5,
    maxZoomPixelRatio: 6,
    minZoomImageRatio: 0.8,
    tileRetryMax: 2,
    gestureSettingsMouse: gestures,
    gestureSettingsPen: gestures,
    gestureSettingsTouch: { ...gestures, flickEnabled: !calm.matches },
  });
  return new Promise((resolve, reject) => {
    viewer.addOnceHandler("open", () => resolve(new ScanView(OpenSeadragon, viewer, place, size)));
    viewer.addOnceHandler("open-failed", ({ message }) => {
      viewer.destroy();
      place.remove();
      reject(new Error(message));
    });
  });
}

class ScanView {
  constructor(OpenSeadragon, viewer, place, size) {
    Object.assign(this, { viewer, place, size });
    this.canvas = viewer.canvas;
    this.canvas.classList.add("scan-surface");
    viewer.container.classList.add("scan-frame");
    this.point = (x, y) => new OpenSeadragon.Point(x, y);
  }

  on(name, act) {
    this.viewer.addHandler(name, act);
  }

  // Where a pixel of the image stands, in pixels of the stage.
  toStage([x, y]) {
    const found = this.viewer.viewport.imageToViewerElementCoordinates(this.point(x, y));
    return [found.x, found.y];
  }

  toImage([x, y]) {
    const found = this.viewer.viewport.viewerElementToImageCoordinates(this.point(x, y));
    return [found.x, found.y];
  }

  // The point of the stage at which something in the window happened.
  atStage({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  }

  get stageSize() {
    return [this.canvas.clientWidth, this.canvas.clientHeight];
  }

  // How many pixels of the image one pixel of the stage shows.
  get scale() {
    return 1 / this.viewer.viewport.viewportToImageZoom(this.viewer.viewport.getZoom(true));
  }

  // By how many quarters the view is turned clockwise, once it has come to rest.
  get quarters() {
    return Math.round(this.viewer.viewport.getRotation() / 90) % 4;
  }

  zoomIn(by = ZOOM_STEP) {
    this.viewer.viewport.zoomBy(by).applyConstraints();
  }

  zoomOut() {
    this.zoomIn(1 / ZOOM_STEP);
  }

  showWhole() {
    this.viewer.viewport.goHome();
  }

  turn() {
    this.viewer.viewport.rotateBy(90, null, calm.matches);
    this.viewer.viewport.applyConstraints();
  }

  pan(across, down) {
    const by = this.viewer.viewport.deltaPointsFromPixels(this.point(across, down));
    this.viewer.viewport.panBy(by).applyConstraints();
  }

  // Zooms to a part of the image, with some of what is around it.
  showBox({ x, y, width, height }, immediately = calm.matches) {
    const [more, taller] = [width * MARGIN + 20, height * MARGIN + 20];
    const { viewport } = this.viewer;
    const bounds = viewport.imageToViewportRectangle(x - more, y - taller, width + 2 * more, height + 2 * taller);
    viewport.fitBoundsWithConstraints(bounds, immediately);
  }

  // Moves the view where points of the image are not all in sight.
  bringIntoSight(points) {
    const [width, height] = this.stageSize;
    const seen = points.map((point) => this.toStage(point));
    if (seen.every(([x, y]) => x >= 0 && y >= 0 && x <= width && y <= height)) return;
    const sum = points.reduce(([left, top], [x, y]) => [left + x, top + y], [0, 0]);
    const middle = this.viewer.viewport.imageToViewportCoordinates(sum[0] / points.length, sum[1] / points.length);
    this.viewer.viewport.panTo(middle, calm.matches).applyConstraints();
  }

  get middle() {
    const [width, height] = this.stageSize;
    return this.toImage([width / 2, height / 2]);
  }
}
