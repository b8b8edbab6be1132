// A new subject: the identifier follows the title until somebody types one.
const title = document.getElementById("title");
const slug = document.getElementById("slug");
let own = slug.value !== "";
slug.addEventListener("input", () => (own = slug.value !== ""));
title.addEventListener("input", () => {
  if (own) return;
  const plain = title.value.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  slug.value = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 80);
});
