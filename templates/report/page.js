(function () {
  "use strict";
  var root = document.documentElement;
  var items = Array.prototype.slice.call(document.querySelectorAll("details.item"));
  var groups = Array.prototype.slice.call(document.querySelectorAll("section.group"));
  var ranks = Array.prototype.slice.call(document.querySelectorAll("section.rank"));
  var gone = Array.prototype.slice.call(document.querySelectorAll("details.gone"));
  var parents = Array.prototype.slice.call(document.querySelectorAll("section.parent"));
  var cards = Array.prototype.slice.call(document.querySelectorAll("button.card"));
  var unit = document.getElementById("unit");
  var parent = document.getElementById("parent");
  var order = document.getElementById("order");
  // where each entry stands when the likeliest loss is first
  var homes = ranks.concat(gone).map(function (home) {
    return { home: home, own: Array.prototype.slice.call(home.children).filter(function (one) { return one.matches("details"); }) };
  });
  var words = document.getElementById("words");
  var shown = document.getElementById("shown");
  var texts = null;

  root.classList.remove("plain");
  document.getElementById("filter").hidden = false;

  // the details were escaped when the page was written; they become elements only when somebody looks
  function fill(item) {
    var source = item.querySelector("noscript");
    if (!source) { return; }
    var body = document.createElement("div");
    body.className = "body";
    body.innerHTML = source.textContent;
    source.replaceWith(body);
  }

  function set(item, open) {
    if (open) { fill(item); }
    item.open = open;
  }

  function chosen() {
    return cards.filter(function (card) { return card.getAttribute("aria-pressed") === "true"; });
  }

  function apply() {
    var states = chosen().map(function (card) { return card.dataset.status; });
    var wanted = words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    var place = parent ? parent.value : "";
    var count = 0;
    if (wanted.length && !texts) {
      texts = items.map(function (item) { return item.firstElementChild.textContent.toLowerCase(); });
    }
    items.forEach(function (item, index) {
      var fits = !states.length || states.indexOf(item.dataset.status) >= 0;
      fits = fits && (!unit.value || (" " + item.dataset.units + " ").indexOf(" " + unit.value + " ") >= 0);
      fits = fits && wanted.every(function (word) { return texts[index].indexOf(word) >= 0; });
      fits = fits && (!place || item.dataset.parent === place);
      item.hidden = !fits;
      count += fits ? 1 : 0;
    });
    gone.concat(ranks, groups, parents).forEach(function (section) {
      section.hidden = !section.querySelector("details.item:not([hidden])");
    });
    document.getElementById("nothing").hidden = count > 0;
    shown.textContent = "显示 " + count + " / " + items.length + " 项";
    var said = [];
    if (states.length) { said.push(chosen().map(function (card) { return card.querySelector("span").textContent; }).join("、")); }
    [unit, parent].forEach(function (list) { if (list && list.value) { said.push(list.selectedOptions[0].textContent); } });
    if (wanted.length) { said.push("含“" + wanted.join(" ") + "”"); }
    document.getElementById("filtered").textContent = said.length ? "只列出：" + said.join("；") + "，" + count + " / " + items.length + " 项" : "";
  }

  function arrange() {
    var byDocument = order.value === "document";
    root.classList.toggle("document", byDocument);
    if (byDocument) {
      items.slice().sort(function (one, other) { return one.dataset.place - other.dataset.place; }).forEach(function (item) {
        var group = document.getElementById(item.dataset.group);
        if (group) { group.appendChild(item); }
      });
    } else {
      homes.forEach(function (entry) { entry.own.forEach(function (one) { entry.home.appendChild(one); }); });
    }
    apply();
  }

  function clear() {
    cards.forEach(function (card) { card.setAttribute("aria-pressed", "false"); });
    unit.value = "";
    words.value = "";
    if (parent) { parent.value = ""; }
    apply();
  }

  function follow() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    if (target.matches("section.group, section.parent") && order.value !== "document") {
      order.value = "document";
      arrange();
    }
    if (target.closest("[hidden]")) { clear(); }
    if (target.closest("details.gone")) { target.closest("details.gone").open = true; }
    if (target.matches("details.item")) { set(target, true); }
    target.scrollIntoView();
  }

  document.addEventListener("toggle", function (event) {
    if (event.target.open && event.target.matches("details.item")) { fill(event.target); }
  }, true);
  cards.forEach(function (card) {
    card.addEventListener("click", function () {
      card.setAttribute("aria-pressed", card.getAttribute("aria-pressed") === "true" ? "false" : "true");
      apply();
    });
  });
  [unit, parent].forEach(function (list) { if (list) { list.addEventListener("change", apply); } });
  order.addEventListener("change", arrange);
  words.addEventListener("input", apply);
  document.getElementById("clear").addEventListener("click", clear);
  document.getElementById("open").addEventListener("click", function () {
    gone.forEach(function (fold) { fold.open = true; });
    items.forEach(function (item) { if (!item.hidden) { set(item, true); } });
  });
  document.getElementById("close").addEventListener("click", function () {
    gone.forEach(function (fold) { fold.open = false; });
    items.forEach(function (item) { set(item, false); });
  });
  window.addEventListener("hashchange", follow);

  // on paper whatever needs a person's attention is open
  var opened = [];
  window.addEventListener("beforeprint", function () {
    items.forEach(function (item) {
      if (!item.hidden && !item.open && item.dataset.status !== "carried") { set(item, true); opened.push(item); }
    });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (item) { set(item, false); });
    opened = [];
  });

  // a browser may keep what was chosen when the page is loaded again
  arrange();
  if (location.hash) { follow(); }
})();
