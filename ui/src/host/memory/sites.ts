// Commands about sites as a whole, and about the window.
import type { Handlers } from "../memory";
import { refuse, rowOf, type World } from "./world";

type Names =
  | "start_page"
  | "open_sample"
  | "choose_new_site_place"
  | "create_site"
  | "open_folder"
  | "open_recent"
  | "forget_recent"
  | "close_site"
  | "show_site"
  | "list_pages"
  | "list_trash"
  | "open_in_browser"
  | "open_link"
  | "show_preferences"
  | "change_preferences";

/** Commands about sites as a whole, and about the window. */
export function siteCommands(world: World): Handlers<Names> {
  const startPage = () => ({
    recent: world.sites.map((one) => one.recent),
    newSitePlace: world.newSitePlace,
  });
  return {
    start_page: startPage,
    open_sample() {
      world.openSample();
      return world.view();
    },
    choose_new_site_place: () => (world.newSitePlace = "Volumes/Work/Sites"),
    create_site({ title }) {
      const name = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
      world.current = world.addSite(world.name("site"), `${world.newSitePlace}/${name}`, [], title);
      return world.view();
    },
    open_folder() {
      world.openSample();
      return world.view();
    },
    open_recent(id) {
      const found = world.sites.find((one) => one.recent.id === id);
      if (!found || found.recent.missing)
        return refuse(
          "This site cannot be opened, because its folder is gone",
          "Connect its drive, or open the folder where it is now.",
        );
      world.current = found.site;
      return world.view();
    },
    forget_recent(id) {
      world.sites = world.sites.filter((one) => one.recent.id !== id);
      return startPage();
    },
    close_site() {
      world.current = null;
      return {};
    },
    show_site: () => world.view(),
    list_pages: ({ kind }) => world.site.pages.filter((page) => page.kind === kind).map(rowOf),
    list_trash: () =>
      world.site.trash.map(({ id, at, page }) => ({ trash: id, at, title: page.fields.title })),
    open_in_browser: () => ({}),
    open_link: ({ url }) =>
      /^(https?:|mailto:)/.test(url) ? {} : refuse(`${url} cannot be opened`, "Use a web or mail address."),
    show_preferences: () => world.preferences,
    change_preferences: (preferences) => (world.preferences = preferences),
  };
}
