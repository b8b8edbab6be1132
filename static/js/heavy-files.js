// A file that the server would refuse is told as soon as it is chosen, at its place: sent, it took the whole form away with it.
// `data-max-mo` on the field is what one file may weigh; HEIC is what a telephone makes of a photo, which no browser shows.
const MO = 1024 * 1024;
const weight = (size) => (size / MO).toLocaleString("fr-FR", { maximumFractionDigits: 1 });

const AT_ONCE_MO = 11; // the server reads twelve of a form, its texts included

function problem(files, max) {
  const photo = files.find((file) => /\.hei[cf]$/i.test(file.name));
  if (photo) return `«\u00a0${photo.name}\u00a0» est une photo HEIC, le format des téléphones\u00a0: enregistrez-la en JPEG avant de l’envoyer.`;
  const heavy = max && files.find((file) => file.size > max * MO);
  if (heavy) return `«\u00a0${heavy.name}\u00a0» pèse ${weight(heavy.size)}\u00a0Mo\u00a0: ${max}\u00a0Mo au plus. Réduisez le fichier avant de l’envoyer.`;
  const total = files.reduce((sum, file) => sum + file.size, 0);
  return max && total > AT_ONCE_MO * MO ? `Ces fichiers pèsent ${weight(total)}\u00a0Mo ensemble\u00a0: ${AT_ONCE_MO}\u00a0Mo au plus à la fois. Envoyez-les en plusieurs fois.` : "";
}

document.addEventListener("change", ({ target: field }) => {
  if (!(field instanceof HTMLInputElement) || field.type !== "file") return;
  const words = problem([...field.files], Number(field.dataset.maxMo));
  document.getElementById(`${field.id}-poids`)?.remove();
  if (!words) return;
  field.value = "";
  const told = document.createElement("p");
  told.id = `${field.id}-poids`;
  told.className = "err-t";
  told.setAttribute("role", "alert");
  told.textContent = words;
  field.after(told);
});
