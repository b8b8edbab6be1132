// Numbers as French people write them. A module of its own: a page's script and the shared one both import it, and a module
// that is imported under two addresses would run twice.
export const number = (text) => {
  const value = parseFloat(String(text).replace(/[\s\u00a0\u202f€]/g, "").replace(",", "."));
  return Number.isFinite(value) ? value : 0;
};
export const french = (value, places = 2) =>
  value.toLocaleString("fr-FR", { minimumFractionDigits: places, maximumFractionDigits: places }).replace(/\u202f/g, "\u00a0");
