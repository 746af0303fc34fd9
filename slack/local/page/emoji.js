// Emoji by the names that Slack uses for them; pictures come from the reader's own system font.

const kByName = {
  // What a service desk says all day.
  ticket: '🎫', tickets: '🎟️', white_check_mark: '✅', heavy_check_mark: '✔️', ballot_box_with_check: '☑️', x: '❌',
  negative_squared_cross_mark: '❎', lock: '🔒', unlock: '🔓', key: '🔑', closed_lock_with_key: '🔐',
  hourglass: '⌛', hourglass_flowing_sand: '⏳', warning: '⚠️', red_circle: '🔴', large_orange_circle: '🟠',
  large_yellow_circle: '🟡', large_green_circle: '🟢', large_blue_circle: '🔵', large_purple_circle: '🟣',
  white_circle: '⚪', black_circle: '⚫', no_entry: '⛔', no_entry_sign: '🚫', rotating_light: '🚨', fire: '🔥',
  bell: '🔔', no_bell: '🔕', bellhop_bell: '🛎️', mega: '📣', loudspeaker: '📢', eyes: '👀', inbox_tray: '📥',
  outbox_tray: '📤', envelope: '✉️', email: '📧', incoming_envelope: '📨', mailbox: '📫', speech_balloon: '💬',
  thought_balloon: '💭', memo: '📝', pencil: '📝', pencil2: '✏️', clipboard: '📋', pushpin: '📌', round_pushpin: '📍',
  paperclip: '📎', link: '🔗', mag: '🔍', mag_right: '🔎', wrench: '🔧', hammer: '🔨', hammer_and_wrench: '🛠️',
  gear: '⚙️', toolbox: '🧰', package: '📦', label: '🏷️', bookmark: '🔖', page_facing_up: '📄', file_folder: '📁',
  open_file_folder: '📂', card_index_dividers: '🗂️', wastebasket: '🗑️', scroll: '📜', books: '📚', book: '📖',
  bar_chart: '📊', chart_with_upwards_trend: '📈', chart_with_downwards_trend: '📉', calendar: '📆', date: '📅',
  spiral_calendar_pad: '🗓️', alarm_clock: '⏰', stopwatch: '⏱️', timer_clock: '⏲️', clock1: '🕐', clock3: '🕒',
  clock9: '🕘', double_vertical_bar: '⏸️', pause_button: '⏸️', arrow_forward: '▶️', black_square_for_stop: '⏹️',
  fast_forward: '⏩', repeat: '🔁', arrows_counterclockwise: '🔄', leftwards_arrow_with_hook: '↩️',
  arrow_right_hook: '↪️', arrow_up: '⬆️', arrow_down: '⬇️', arrow_left: '⬅️', arrow_right: '➡️',
  arrow_upper_right: '↗️', arrow_double_up: '⏫', arrow_double_down: '⏬', heavy_plus_sign: '➕',
  heavy_minus_sign: '➖', question: '❓', grey_question: '❔', exclamation: '❗', bangbang: '‼️',
  information_source: 'ℹ️', bulb: '💡', zap: '⚡', star: '⭐', star2: '🌟', sparkles: '✨', tada: '🎉', trophy: '🏆',
  shield: '🛡️', scales: '⚖️', balance_scale: '⚖️', construction: '🚧', rocket: '🚀', ship: '🚢', house: '🏠',
  office: '🏢', factory: '🏭', computer: '💻', desktop_computer: '🖥️', printer: '🖨️', keyboard: '⌨️', phone: '☎️',
  telephone: '☎️', telephone_receiver: '📞', iphone: '📱', floppy_disk: '💾', electric_plug: '🔌', battery: '🔋',
  satellite_antenna: '📡', globe_with_meridians: '🌐', bug: '🐛', beetle: '🐞', ghost: '👻', robot_face: '🤖',
  moneybag: '💰', money_with_wings: '💸', credit_card: '💳', receipt: '🧾', shopping_trolley: '🛒', gift: '🎁',
  // People and their hands.
  pray: '🙏', thumbsup: '👍', '+1': '👍', thumbsdown: '👎', '-1': '👎', clap: '👏', ok_hand: '👌', raised_hands: '🙌',
  raised_hand: '✋', hand: '✋', wave: '👋', point_right: '👉', point_left: '👈', point_up: '☝️', point_down: '👇',
  muscle: '💪', handshake: '🤝', writing_hand: '✍️', bust_in_silhouette: '👤', busts_in_silhouette: '👥',
  smile: '😄', smiley: '😃', grinning: '😀', slightly_smiling_face: '🙂', wink: '😉', blush: '😊', joy: '😂',
  thinking_face: '🤔', neutral_face: '😐', disappointed: '😞', slightly_frowning_face: '🙁', cry: '😢', sob: '😭',
  rage: '😡', angry: '😠', scream: '😱', sweat_smile: '😅', sunglasses: '😎', sleeping: '😴', zzz: '💤', nerd_face: '🤓',
  heart: '❤️', yellow_heart: '💛', green_heart: '💚', blue_heart: '💙', purple_heart: '💜', broken_heart: '💔',
  // Numbers and shapes used in lists and ratings.
  zero: '0️⃣', one: '1️⃣', two: '2️⃣', three: '3️⃣', four: '4️⃣', five: '5️⃣', six: '6️⃣', seven: '7️⃣', eight: '8️⃣',
  nine: '9️⃣', keycap_ten: '🔟', small_red_triangle: '🔺', small_red_triangle_down: '🔻', small_blue_diamond: '🔹',
  small_orange_diamond: '🔸', large_blue_square: '🟦', large_red_square: '🟥', large_green_square: '🟩',
  large_yellow_square: '🟨', large_orange_square: '🟧', white_large_square: '⬜', black_large_square: '⬛',
  checkered_flag: '🏁', triangular_flag_on_post: '🚩', sunny: '☀️', umbrella: '☔', snowflake: '❄️', coffee: '☕',
  pizza: '🍕', cake: '🍰', seedling: '🌱', dart: '🎯', jigsaw: '🧩', ok: '🆗', new: '🆕', sos: '🆘', free: '🆓', up: '🆙',
};

/** The first ones are what people here reach for; the ticket opens a ticket. */
export const kQuickReactions = ['ticket', 'white_check_mark', 'eyes', 'pray', 'mega', '+1', 'tada', 'heart'];

/** The picture for a name ("ticket" or "+1::skin-tone-2"), or undefined. */
export const emoji = (name) => kByName[String(name).split('::')[0]];
/** The picture, or ":name:" for one that is not known here. */
export const emojiOrName = (name) => emoji(name) ?? `:${name}:`;
export const emojiNames = () => Object.keys(kByName);
