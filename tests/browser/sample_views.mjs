// What two people of an invented workspace see, for the tests of the page.

const kPeople = [
    {
        id: 'U0ANA',
        name: 'ana',
        real_name: 'Ana Pereira',
        title: 'Accountant',
        is_bot: false,
        color: '2a7f62',
        tz: 'Europe/Lisbon',
        tz_offset: 0,
    },
    {
        id: 'U0CHLOE',
        name: 'chloe',
        real_name: 'Chloé Martin',
        title: 'IT agent',
        is_bot: false,
        color: '6b4e9b',
        tz: 'Asia/Tokyo',
        tz_offset: 32400,
    },
    {
        id: 'U0FARAH',
        name: 'farah',
        real_name: 'Farah Haddad',
        title: 'Service manager',
        is_bot: false,
        color: '7a6a1f',
        tz: 'UTC',
        tz_offset: 0,
    },
    {
        id: 'U0DESKBELL',
        name: 'deskbell',
        real_name: 'Deskbell',
        title: '',
        is_bot: true,
        color: '4a154b',
        tz: 'UTC',
        tz_offset: 0,
    },
];

/** 2026-01-15 12:00 UTC, a Thursday: in the past for every run of the tests. */
export const kNoon = 1768478400;

export function message(ts, user, text, more = {}) {
    return {
        ts: `${ts}.000100`,
        user,
        text,
        blocks: [],
        files: [],
        reactions: [],
        reply_count: 0,
        is_mine: false,
        ...more,
    };
}

export function channelOf(id, name, messages, more = {}) {
    return {
        id,
        name,
        is_private: false,
        is_im: false,
        is_member: true,
        unread: 0,
        topic: '',
        messages,
        ...more,
    };
}

function viewOf(id, channels) {
    return {
        version: 1,
        me: kPeople.find((one) => one.id === id),
        people: kPeople,
        workspace: {
            name: 'Fernwood',
            app: { id: 'A0DESKBELL', name: 'Deskbell', user_id: 'U0DESKBELL', connected: true },
        },
        commands: [
            {
                command: '/ticket',
                description: 'Raise and follow requests',
                usage_hint: '[what you need] | mine | find …',
            },
            {
                command: '/desk',
                description: 'The console of agents and managers',
                usage_hint: 'queue | find … | help',
            },
        ],
        shortcuts: [
            {
                callback_id: 'ticket_new',
                type: 'global',
                name: 'New ticket',
                description: 'Open the ticket form',
            },
            {
                callback_id: 'ticket_from_message',
                type: 'message',
                name: 'Create ticket',
                description: 'Make a ticket from this message',
            },
        ],
        channels,
        home: null,
        views: [],
    };
}

/** Fresh data for one test: {U0ANA: view, U0CHLOE: view, U0FARAH: view}. */
export function sampleViews() {
    const help = (me) =>
        channelOf(
            'C0HELPIT',
            'help-it',
            [
                message(kNoon - 86400, 'U0FARAH', 'Welcome to *help-it*, see <#C0GENERAL|general>.'),
                message(kNoon, 'U0ANA', 'The printer on floor 2 eats paper', {
                    is_mine: me === 'U0ANA',
                    reply_count: 2,
                    latest_reply: `${kNoon + 120}.000100`,
                    reactions: [{ name: 'eyes', users: ['U0CHLOE'] }],
                }),
                message(kNoon + 60, 'U0DESKBELL', 'REQ-1 is registered', {
                    bot_id: 'B0DESKBELL',
                    thread_ts: `${kNoon}.000100`,
                }),
                message(kNoon + 120, 'U0CHLOE', 'On my way', {
                    is_mine: me === 'U0CHLOE',
                    thread_ts: `${kNoon}.000100`,
                }),
            ],
            { topic: 'Computers, accounts, printers: ask here' },
        );
    const general = () => channelOf('C0GENERAL', 'general', [message(kNoon, 'U0FARAH', 'Good morning!')]);
    const triage = () =>
        channelOf('C0TRIAGEIT', 'triage-it', [], { is_private: true, topic: 'IT agents only' });
    const direct = () => channelOf('D0APP', '', [], { is_im: true, is_private: true, user: 'U0DESKBELL' });
    return {
        U0ANA: viewOf('U0ANA', [help('U0ANA'), general(), direct()]),
        U0CHLOE: viewOf('U0CHLOE', [help('U0CHLOE'), general(), triage(), direct()]),
        U0FARAH: viewOf('U0FARAH', [help('U0FARAH'), { ...general(), is_member: false }, triage()]),
    };
}

const text = (words) => ({ type: 'plain_text', text: words, emoji: true });
const option = (value, label = value) => ({ text: text(label), value });

/** A card as an agent sees it. */
export function cardBlocks() {
    return [
        { type: 'header', block_id: 'h', text: text('REQ-1  The printer on floor 2 eats paper') },
        {
            type: 'section',
            block_id: 's',
            text: { type: 'mrkdwn', text: ':large_orange_circle: *P3* · new · <@U0ANA> (13:00 there)' },
            accessory: {
                type: 'overflow',
                action_id: 'over',
                options: [option('history', 'History'), option('copy', 'Copy link')],
            },
        },
        {
            type: 'section',
            block_id: 'f',
            fields: [
                '*Priority*\nP3 medium',
                '*Assignee*\nnobody',
                `*Due*\n<!date^${kNoon}^{date_short} {time}|soon>`,
                '*Origin*\n<https://example.org|message>',
            ].map((words) => ({ type: 'mrkdwn', text: words })),
        },
        {
            type: 'context',
            block_id: 'c',
            elements: [{ type: 'mrkdwn', text: ':stopwatch: first response by *13:30*' }],
        },
        { type: 'divider', block_id: 'd' },
        {
            type: 'actions',
            block_id: 'buttons',
            elements: [
                {
                    type: 'button',
                    action_id: 'take',
                    text: text('Take it'),
                    value: 'REQ-1',
                    style: 'primary',
                },
                { type: 'button', action_id: 'reply', text: text('Reply'), value: 'REQ-1' },
                {
                    type: 'button',
                    action_id: 'drop',
                    text: text('Not a request'),
                    value: 'REQ-1',
                    style: 'danger',
                    confirm: {
                        title: text('Really?'),
                        text: text('It leaves every report.'),
                        confirm: text('Yes, drop it'),
                        deny: text('Keep it'),
                        style: 'danger',
                    },
                },
                {
                    type: 'static_select',
                    action_id: 'more',
                    placeholder: text('More'),
                    options: [
                        option('priority', 'Priority…'),
                        option('hold', 'Hold…'),
                        option('move', 'Move…'),
                    ],
                },
            ],
        },
    ];
}

const input = (id, label, element, more = {}) => ({
    type: 'input',
    block_id: id,
    label: text(label),
    element: { action_id: 'a', ...element },
    ...more,
});

/** A modal with every kind of input. */
export function everyInput() {
    return {
        id: 'V1',
        hash: '1',
        callback_id: 'all',
        title: text('New ticket'),
        submit: text('Create'),
        close: text('Cancel'),
        blocks: [
            input('title', 'What do you need?', {
                type: 'plain_text_input',
                max_length: 40,
                placeholder: text('In a few words'),
            }),
            input(
                'details',
                'Details',
                { type: 'plain_text_input', multiline: true },
                { optional: true, hint: text('What did you try already?') },
            ),
            input(
                'type',
                'Type',
                {
                    type: 'static_select',
                    placeholder: text('Choose'),
                    options: [
                        option('incident', 'Something is broken'),
                        option('request', 'I need something'),
                    ],
                },
                { dispatch_action: true },
            ),
            input(
                'where',
                'Places',
                {
                    type: 'multi_static_select',
                    options: [
                        option('lisbon', 'Lisbon'),
                        option('london', 'London'),
                        option('paris', 'Paris'),
                    ],
                },
                { optional: true },
            ),
            input(
                'asset',
                'Asset',
                { type: 'external_select', min_query_length: 1, placeholder: text('Find') },
                { optional: true },
            ),
            input('for', 'Who is it for?', { type: 'users_select', initial_user: 'U0ANA' }),
            input('watch', 'Who follows?', { type: 'multi_users_select' }, { optional: true }),
            input('channel', 'Conversation', { type: 'conversations_select' }, { optional: true }),
            input('how', 'How badly?', {
                type: 'radio_buttons',
                options: [option('one', 'I cannot work'), option('two', 'It is slow')],
            }),
            input(
                'flags',
                'Options',
                {
                    type: 'checkboxes',
                    options: [{ ...option('private', 'Private'), description: text('Only agents see it') }],
                },
                { optional: true },
            ),
            input('day', 'Needed on', { type: 'datepicker' }, { optional: true }),
            input('hour', 'At', { type: 'timepicker' }, { optional: true }),
            input('start', 'Starts', { type: 'datetimepicker' }, { optional: true }),
            input(
                'count',
                'How many?',
                { type: 'number_input', is_decimal_allowed: false, min_value: '1' },
                { optional: true },
            ),
            input('mail', 'Mail', { type: 'email_text_input' }, { optional: true }),
            input('file', 'Screenshot', { type: 'file_input' }, { optional: true }),
        ],
    };
}
