// The select menus of Block Kit: one or many, from a fixed list, from the app, from people or from conversations.
import { freshId, h, sync } from './dom.js';
import { textObject } from './mrkdwn.js';
import { confirmed, popup } from './popup.js';
import { channelTitle, humans, nameOf, openChannel, page } from './state.js';
import { isMulti, valueOf, withValue } from './values.js';

const kSuggestPauseMs = 200;
/** Up to this many options need no visible filter; typing narrows them all the same. */
const kShortList = 8;
/** Slack asks the app only from this many letters on, unless the element says otherwise. */
const kLettersBeforeAsking = 3;

// An item is {key, label, detail?, group?, raw}: `raw` is what the value holds.
const optionItem = (option, group) => ({ key: option.value, label: option.text.text, detail: option.description?.text, group, raw: option });
const userItem = (id) => ({ key: id, label: nameOf(id), detail: `@${page.view.people.find((one) => one.id === id)?.name ?? id}`, raw: id });

function optionItems(list) {
  if (list.option_groups) return list.option_groups.flatMap((group) => group.options.map((one) => optionItem(one, group.label.text)));
  return (list.options ?? []).map((one) => optionItem(one));
}

function conversationItem(id) {
  const one = page.view.channels.find((channel) => channel.id === id);
  return { key: id, label: one ? channelTitle(one) : id, raw: id };
}

function conversationItems(el) {
  const include = el.type.includes('channels') ? ['public'] : el.filter?.include ?? ['public', 'private', 'im'];
  const kind = (one) => (one.is_im ? 'im' : one.is_private ? 'private' : 'public');
  return page.view.channels.filter((one) => include.includes(kind(one))).map((one) => conversationItem(one.id));
}

const kSources = [
  [/users_select$/, { item: userItem, list: (el) => (el.filter?.exclude_bot_users === false ? page.view.people : humans()).map((one) => userItem(one.id)) }],
  [/(conversations|channels)_select$/, { item: conversationItem, list: conversationItems }],
  [/select$/, { item: optionItem, list: optionItems }],
];
const sourceOf = (el) => kSources.find(([pattern]) => pattern.test(el.type))[1];

/** The items that fit what was typed; from the app when the element is external. */
async function find(el, at, typed) {
  if (!el.type.includes('external')) {
    const wanted = typed.trim().toLowerCase();
    return sourceOf(el).list(el).filter((item) => `${item.label} ${item.detail ?? ''}`.toLowerCase().includes(wanted));
  }
  const needed = el.min_query_length ?? kLettersBeforeAsking;
  if (typed.length < needed) return { say: `Type at least ${needed} letters` };
  const answer = await at.surface.suggest(at.block, el, typed);
  return answer.ok ? optionItems(answer) : { say: 'The options could not be loaded.' };
}

/** The open list: a filter field above, arrow keys and Enter inside. */
function listBox(el, at, chosen, choose) {
  const id = freshId('list');
  const rows = h('div', { role: 'listbox', id, class: 'options', 'aria-multiselectable': isMulti(el) ? 'true' : undefined, 'aria-label': at.label || el.placeholder?.text });
  const filter = h('input', {
    class: 'kit-input', type: 'text', placeholder: 'Search', 'aria-label': 'Search options', 'aria-controls': id, autocomplete: 'off',
  });
  let shown = [];
  let at_row = 0;
  const mark = () => {
    rows.querySelectorAll('[role=option]').forEach((row, i) => row.classList.toggle('at', i === at_row));
    const row = rows.querySelectorAll('[role=option]')[at_row];
    filter.setAttribute('aria-activedescendant', row?.id ?? '');
    row?.scrollIntoView({ block: 'nearest' });
  };
  const draw = () => {
    const nodes = [];
    shown.forEach((item, i) => {
      if (item.group && item.group !== shown[i - 1]?.group) nodes.push(h('div', { class: 'options-group', role: 'presentation' }, item.group));
      nodes.push(h('div', {
        role: 'option', id: freshId('option'), 'aria-selected': String(chosen().includes(item.key)), 'aria-label': item.label,
        onclick: () => take(item),
      }, h('span', {}, textObject({ text: item.label })), item.detail && h('small', {}, item.detail)));
    });
    sync(rows, nodes.length ? nodes : [h('p', { class: 'options-none' }, 'No matching option')]);
    mark();
  };
  const take = (item) => {
    choose(item);
    if (isMulti(el)) draw();
  };
  let round = 0;
  const search = async () => {
    const mine = ++round;
    const found = await find(el, at, filter.value);
    if (mine !== round) return;
    at_row = 0;
    shown = found.say ? [] : found;
    if (mine === 1 && !el.type.includes('external')) filter.classList.toggle('hushed', shown.length <= kShortList);
    if (found.say) sync(rows, [h('p', { class: 'options-none' }, found.say)]);
    else draw();
  };
  let pause = 0;
  filter.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(search, el.type.includes('external') ? kSuggestPauseMs : 0);
  });
  filter.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at_row = (at_row + step + shown.length) % Math.max(1, shown.length);
    if (event.key === 'Enter' && shown[at_row]) take(shown[at_row]);
    if (!step && event.key !== 'Enter') return;
    event.preventDefault();
    mark();
  });
  search();
  return { node: h('div', { class: 'options-box' }, filter, rows), filter };
}

function one(el, at, attributes) {
  const { item } = sourceOf(el);
  let value = valueOf(el, at.surface.current(at.block, el));
  if (value === null && el.default_to_current_conversation) value = openChannel()?.id ?? null;
  const shown = value === null ? null : item(value);
  const label = h('span', { class: shown ? '' : 'placeholder' }, textObject({ text: shown?.label ?? el.placeholder?.text ?? 'Select an option' }));
  const pick = async (chosen) => {
    close();
    if (!(await confirmed(el.confirm))) return;
    label.className = '';
    label.replaceChildren(...textObject({ text: chosen.label }));
    value = chosen.raw;
    at.surface.change(at.block, el, withValue(el, chosen.raw), Boolean(at.clearable));
  };
  let close = () => {};
  const node = h('button', {
    ...attributes, type: 'button', role: 'combobox', class: 'kit-select', 'aria-haspopup': 'listbox', 'aria-expanded': 'false',
    'aria-labelledby': at.labelId,
    onclick: () => {
      const list = listBox(el, at, () => (value === null ? [] : [item(value).key]), pick);
      close = popup(node, list.node, { wide: true });
      list.filter.focus();
    },
  }, label, h('span', { class: 'chevron', 'aria-hidden': 'true' }));
  if (!at.clearable || value === null) return node;
  return h('div', { class: 'kit-clearable' }, node, h('button', {
    type: 'button', class: 'icon', 'aria-label': `Clear ${at.label}`, onclick: () => at.surface.change(at.block, el, withValue(el, null), true),
  }, '✕'));
}

function many(el, at, attributes) {
  const { item } = sourceOf(el);
  const values = () => valueOf(el, at.surface.current(at.block, el));
  const keys = () => values().map((value) => item(value).key);
  const set = (next) => {
    at.surface.change(at.block, el, withValue(el, next));
    draw();
  };
  const toggle = (chosen) => {
    const without = values().filter((value) => item(value).key !== chosen.key);
    if (without.length < values().length) set(without);
    else if (!el.max_selected_items || without.length < el.max_selected_items) set([...without, chosen.raw]);
  };
  const open = h('button', {
    ...attributes, type: 'button', role: 'combobox', class: 'kit-select', 'aria-haspopup': 'listbox', 'aria-expanded': 'false',
    'aria-labelledby': at.labelId,
    onclick: () => {
      const list = listBox(el, at, keys, toggle);
      popup(open, list.node, { wide: true });
      list.filter.focus();
    },
  }, h('span', { class: 'placeholder' }, el.placeholder?.text ?? 'Select options'), h('span', { class: 'chevron', 'aria-hidden': 'true' }));
  const chips = h('div', { class: 'kit-chips' });
  const draw = () => sync(chips, values().map((value) => {
    const { key, label } = item(value);
    return h('span', { class: 'kit-chip' }, label,
      h('button', { type: 'button', 'aria-label': `Remove ${label}`, onclick: () => set(values().filter((v) => item(v).key !== key)) }, '✕'));
  }));
  draw();
  return h('div', { class: 'kit-many' }, chips, open);
}

/** Any of the *_select elements. */
export function picker(el, at, attributes) {
  return isMulti(el) ? many(el, at, attributes) : one(el, at, attributes);
}
