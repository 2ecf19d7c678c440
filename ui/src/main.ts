import { mount } from "svelte";
import { createApi } from "./api/api";
import App from "./App.svelte";
import { chooseHost } from "./host/choose";
import "./parts/base.css";
import "./parts/controls.css";
import "./parts/fonts.css";
import "./parts/tokens.css";
import { words } from "./parts/words";
import { AppState } from "./state/app.svelte";

const target = document.getElementById("app")!;

// A page that held the app in a frame could lay itself over it and lead the person's clicks.
if (window.self !== window.top) {
  target.textContent = words.inAFrame;
} else {
  const app = new AppState(createApi(await chooseHost()));
  mount(App, { target, props: { app } });
  void app.start();
}
