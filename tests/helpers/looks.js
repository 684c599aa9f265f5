/**
 * The texts of a page by their look: a Map from a look to its elements, in the order of the page.
 *
 * A look is all on which contrast depends: ink, size, weight, decoration and (for links) the ink around, every ground up
 * to the first that nothing shines through, opacities, whether it is seen and can be used at all, and what stands behind
 * a text without being around it.
 */
() => {
  const isClear = (colour) => /^rgba\(.*, 0\)$|^transparent$/.test(colour);
  const isFull = (colour) => /^rgb\(|, 1\)$/.test(colour);
  const inert = "[disabled], [aria-disabled='true'], [aria-hidden='true']";
  const placed = ["absolute", "fixed", "sticky", "relative"];
  const known = new Map();
  const overlays = [];

  function about(element) {
    if (!known.has(element)) {
      const style = getComputedStyle(element);
      const above = element.parentElement ? about(element.parentElement) : { behind: "", inert: false };
      const seen = [style.opacity, style.filter, style.mixBlendMode].join(" ");
      const shines = seen === "1 none normal" ? "" : seen;
      const picture = style.backgroundImage === "none" ? "" : style.backgroundImage.slice(0, 200);
      const ground = isClear(style.backgroundColor) && !picture ? "" : style.backgroundColor + picture;
      const hides = isFull(style.backgroundColor) && !shines;
      const own = ground || shines ? `|${ground} ${shines}` : "";
      known.set(element, {
        style,
        behind: (hides ? "" : above.behind) + own,
        inert: above.inert || element.matches(inert),
      });
      if (ground && placed.includes(style.position)) overlays.push([element, element.getBoundingClientRect()]);
    }
    return known.get(element);
  }

  function behindOf(element, box) {
    const meets = ({ left, right, top, bottom }) =>
      left < box.right && right > box.left && top < box.bottom && bottom > box.top;
    const found = overlays.filter(([one, place]) => meets(place) && !one.contains(element));
    return [...new Set(found.map(([one]) => about(one).behind))].join(" over ");
  }

  function look(element) {
    const { style, behind, inert } = about(element);
    const box = element.getBoundingClientRect();
    const around = element.matches("a[href]") && element.parentElement && about(element.parentElement).style;
    return [
      ...[style.color, style.fontSize, style.fontWeight, style.textShadow, style.textDecorationLine, behind, inert],
      box.width <= 1 || box.height <= 1 || style.clip !== "auto" || style.clipPath !== "none",
      around && `${around.color} ${around.fontWeight}`,
      behindOf(element, box),
    ].join(";");
  }

  const all = [...document.body.querySelectorAll("*")];
  all.forEach(about);
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const looks = new Map();
  for (const element of all) {
    if (!hasText(element) && !element.matches("input, select, textarea")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const its = look(element);
    looks.set(its, [...(looks.get(its) || []), element]);
  }
  return looks;
};
