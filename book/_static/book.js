/** The theme's button for the whole screen holds its script in an attribute, where the policy of the pages lets none run. */
document.querySelectorAll(".btn-fullscreen-button").forEach((button) => {
  button.addEventListener("click", () => window.toggleFullScreen());
});

/**
 * The theme gives wide code blocks a place in the tab order when the page loads and when the window changes its size.
 * What lay folded away then had no width; so unfolding counts as a change of size.
 */
(function () {
  "use strict";
  const again = () => requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
  document.addEventListener("toggle", again, true);
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".toggle-button, .admonition-title")) again();
  });
})();
