// A map in a frame of another site: only its size and place can be changed; links open pages of their own.

import { startKeys } from "./shared/keys.js";
import { Viewer } from "./map/viewer.js";

startKeys(new Viewer(document.getElementById("canvas")));
document.documentElement.dataset.ready = "yes";
