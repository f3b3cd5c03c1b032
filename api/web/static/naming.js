// The name of a new map in addresses follows its title, until somebody writes another.

const LONGEST = 60;

const proposed = (title) => {
  const plain = title.replaceAll("ß", "ss").normalize("NFKD").replace(/[^\x00-\x7f]|'/gu, "").toLowerCase();
  let name = "";
  for (const word of plain.match(/[a-z0-9]+/g) ?? []) {
    const longer = name ? `${name}-${word}` : word.slice(0, LONGEST);
    if (longer.length > LONGEST || longer.split("-").length > 31) break;
    name = longer;
  }
  return name;
};

export function startNaming() {
  const fields = document.querySelector("form[data-naming]")?.elements;
  if (!fields) return;
  const { title, slug } = fields;
  let own = slug.value !== "" && slug.value !== proposed(title.value);
  slug.addEventListener("input", () => (own = slug.value !== ""));
  title.addEventListener("input", () => {
    if (!own) slug.value = proposed(title.value);
  });
}
