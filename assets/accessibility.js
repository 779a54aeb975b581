// What Dash's components leave out for keyboards and screen readers, added to them as they appear.
(function () {
  const names = {
    "button.first-page": "First page",
    "button.previous-page": "Previous page",
    "button.next-page": "Next page",
    "button.last-page": "Last page",
    "input.current-page": "Page",
    "td.dash-select-cell input": "Select the row",
  };

  function mend() {
    for (const [selector, name] of Object.entries(names)) {
      for (const control of document.querySelectorAll(`${selector}:not([aria-label])`)) {
        control.setAttribute("aria-label", name);
      }
    }
    for (const field of document.querySelectorAll("th.dash-filter input[type=text]:not([aria-label])")) {
      field.setAttribute("aria-label", `Filter ${field.closest("th").dataset.dashColumn}`);
    }
    // The arrows that sort a table are spans: they become buttons.
    for (const arrows of document.querySelectorAll("span.column-header--sort:not([role])")) {
      arrows.setAttribute("role", "button");
      arrows.setAttribute("aria-label", `Sort by ${arrows.closest("th").dataset.dashColumn}`);
      arrows.tabIndex = 0;
    }
    // Above the boxes that select rows there is nothing, which is no header.
    for (const corner of document.querySelectorAll("th.dash-select-header:not([role])")) {
      corner.setAttribute("role", "cell");
    }
    // A dropdown is focused by way of a hidden field: its button takes the field's place.
    for (const field of document.querySelectorAll("input.dash-dropdown-focus-target[tabindex='0']")) {
      field.tabIndex = -1;
      field.parentElement.querySelector("button.dash-dropdown").tabIndex = 0;
    }
    // It is named by its value alone: its label's text comes first.
    for (const button of document.querySelectorAll("button.dash-dropdown:not([data-labelled])")) {
      const [label] = button.labels;
      if (!label) continue;
      label.id ||= `${button.id}-label`;
      button.setAttribute("aria-labelledby", `${label.id} ${button.getAttribute("aria-labelledby")}`);
      button.dataset.labelled = "";
    }
    // Its cross is a link that leads nowhere, within a button; the Delete key does the same.
    for (const cross of document.querySelectorAll("a.dash-dropdown-clear:not([role])")) {
      cross.setAttribute("role", "img");
    }
  }

  // The table takes the Enter key for itself, also from its own buttons.
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (!event.target.matches("span.column-header--sort, .previous-next-container button")) return;
    event.preventDefault();
    event.target.click();
  });

  new MutationObserver(mend).observe(document.documentElement, {
    attributeFilter: ["tabindex"],
    childList: true,
    subtree: true,
  });
  mend();
})();

// Bootstrap has tabs walked by arrow keys only where they were there when the page loaded.
addEventListener("focusin", (event) => {
  if (event.target.matches("[data-bs-toggle=tab]")) bootstrap.Tab.getOrCreateInstance(event.target);
});
