import { initAll } from "./govuk-frontend.min.js";

const SHORTEST = 2;
const PAUSE = 200;

/** Asks for suggestions once typing pauses; a newer question ends an older one. */
function suggestionsFrom(address) {
  let timer;
  let request = new AbortController();
  const ask = (text, show) => {
    ask.isWaiting = false;
    clearTimeout(timer);
    request.abort();
    request = new AbortController();
    const { signal } = request;
    if (text.trim().length < SHORTEST) {
      show([]);
      return;
    }
    ask.isWaiting = true;
    timer = setTimeout(async () => {
      let found = [];
      try {
        const response = await fetch(`${address}?${new URLSearchParams({ q: text })}`, {
          headers: { Accept: "application/json" },
          credentials: "same-origin",
          signal,
        });
        if (response.ok) found = await response.json();
      } catch (error) {
        if (error.name === "AbortError") return;
      }
      ask.isWaiting = false;
      show(found);
    }, PAUSE);
  };
  return ask;
}

function escapeText(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

/** Turns a text input into one that suggests. The two hidden inputs after it keep what was chosen, and for which text. */
function enhanceTypeahead(root) {
  const input = root.querySelector("input[type=text]");
  if (!input || input.disabled || root.dataset.ready || !window.accessibleAutocomplete) return;
  root.dataset.ready = "true";
  const textName = input.name;
  const name = textName.replace(/_text$/, "");
  const chosen = root.querySelector(`input[name="${CSS.escape(name)}"]`);
  const chosenFor = root.querySelector(`input[name="${CSS.escape(name)}_for"]`);
  const describedBy = input.getAttribute("aria-describedby");
  const hasError = input.classList.contains("govuk-input--error");
  const holder = document.createElement("div");
  const ask = suggestionsFrom(root.dataset.suggestUrl);
  input.replaceWith(holder);
  window.accessibleAutocomplete({
    element: holder,
    id: input.id,
    name: textName,
    defaultValue: input.value,
    minLength: SHORTEST,
    confirmOnBlur: false,
    displayMenu: "overlay",
    source: ask,
    templates: {
      inputValue: (option) => option?.text ?? "",
      suggestion: (option) => escapeText(typeof option === "string" ? option : option.text),
    },
    tNoResults: () => (ask.isWaiting ? "Searching" : "Nothing found"),
    onConfirm: (option) => {
      if (!option) return;
      chosen.value = option.value;
      chosenFor.value = option.text;
    },
  });
  const field = holder.querySelector("input");
  const ownDescription = field.getAttribute("aria-describedby");
  if (describedBy) field.setAttribute("aria-describedby", [describedBy, ownDescription].filter(Boolean).join(" "));
  if (hasError) field.classList.add("govuk-input--error");
}

/**
 * Shows a question only under the answer that asks it. The design system's own script marks the answers with
 * aria-expanded, which neither a radio nor a checkbox may carry.
 */
function enhanceReveals(root) {
  const groups = root.querySelectorAll("[data-module=govuk-radios], [data-module=govuk-checkboxes]");
  for (const group of groups) {
    const answers = [...group.querySelectorAll("input[data-aria-controls]")];
    if (answers.length === 0) continue;
    group.removeAttribute("data-module");
    const show = () => {
      for (const answer of answers) {
        const kind = answer.type === "radio" ? "radios" : "checkboxes";
        const question = document.getElementById(answer.dataset.ariaControls);
        question?.classList.toggle(`govuk-${kind}__conditional--hidden`, !answer.checked);
      }
    };
    group.addEventListener("change", show);
    show();
  }
}

function enhance(root) {
  enhanceReveals(root);
  initAll({ scope: root });
  root.querySelectorAll("[data-suggest-url]").forEach(enhanceTypeahead);
}

enhance(document);
document.addEventListener("htmx:afterSwap", (event) => enhance(event.detail.elt));

// A page brought back by the browser shows what was true when it left: buttons that were pressed work again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
