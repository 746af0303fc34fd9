// What each input element holds, in Slack's own fields, and the checks a client makes before sending.

// type -> [field that comes back, field of the initial value, what "nothing chosen" is]
const kFields = {
    plain_text_input: ['value', 'initial_value', null],
    number_input: ['value', 'initial_value', null],
    email_text_input: ['value', 'initial_value', null],
    url_text_input: ['value', 'initial_value', null],
    rich_text_input: ['rich_text_value', 'initial_value', null],
    static_select: ['selected_option', 'initial_option', null],
    external_select: ['selected_option', 'initial_option', null],
    radio_buttons: ['selected_option', 'initial_option', null],
    users_select: ['selected_user', 'initial_user', null],
    conversations_select: ['selected_conversation', 'initial_conversation', null],
    channels_select: ['selected_channel', 'initial_channel', null],
    multi_static_select: ['selected_options', 'initial_options', []],
    multi_external_select: ['selected_options', 'initial_options', []],
    checkboxes: ['selected_options', 'initial_options', []],
    multi_users_select: ['selected_users', 'initial_users', []],
    multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
    multi_channels_select: ['selected_channels', 'initial_channels', []],
    datepicker: ['selected_date', 'initial_date', null],
    timepicker: ['selected_time', 'initial_time', null],
    datetimepicker: ['selected_date_time', 'initial_date_time', null],
    file_input: ['files', '', []],
};

export const holdsValue = (element) => element.type in kFields;
export const isMulti = (element) => Array.isArray(kFields[element.type]?.[2]);

/** {type, <field>: initial value} */
export function initialValue(element) {
    const [field, initial, nothing] = kFields[element.type];
    return { type: element.type, [field]: element[initial] ?? nothing };
}

export const valueOf = (element, fields) => fields[kFields[element.type][0]];
export const withValue = (element, value) => ({ type: element.type, [kFields[element.type][0]]: value });

function isEmpty(value) {
    if (value === null || value === undefined || value.length === 0) return true;
    return typeof value === 'string' && value.trim() === '';
}

const kPlain = {
    number_input(element, text) {
        const number = Number(text.replace(',', '.'));
        if (text.trim() === '' || !Number.isFinite(number)) return 'Please enter a number.';
        if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
        if (element.min_value !== undefined && number < Number(element.min_value))
            return `The smallest is ${element.min_value}.`;
        if (element.max_value !== undefined && number > Number(element.max_value))
            return `The largest is ${element.max_value}.`;
        return '';
    },
    email_text_input: (element, text) =>
        /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim()) ? '' : 'Please enter a valid email address.',
    url_text_input: (element, text) =>
        URL.canParse(text.trim()) ? '' : 'Please enter a valid link, with https://.',
    plain_text_input(element, text) {
        if (element.min_length && text.length < element.min_length)
            return `Please enter at least ${element.min_length} characters.`;
        if (element.max_length && text.length > element.max_length)
            return `Please enter at most ${element.max_length} characters.`;
        return '';
    },
};

/** Why this input block cannot be submitted, in a sentence, or "". */
export function problemOf(block, fields) {
    const value = valueOf(block.element, fields);
    if (isEmpty(value)) return block.optional ? '' : 'Please complete this required field.';
    return kPlain[block.element.type]?.(block.element, String(value)) ?? '';
}
