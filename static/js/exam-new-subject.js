// A new subject: the identifier follows the title until somebody types one.
import { slugOf } from "./slugs.js";

const title = document.getElementById("title");
const slug = document.getElementById("slug");
let own = slug.value !== "";
slug.addEventListener("input", () => (own = slug.value !== ""));
title.addEventListener("input", () => {
  if (own) return;
  slug.value = slugOf(title.value).slice(0, 80);
});
